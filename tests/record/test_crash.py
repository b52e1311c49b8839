"""Sudden death and full disks: what was acknowledged survives, nothing is half there, and going on gives what an undisturbed run gives."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import time
from dragoman.record.record import Record
def test_probe(drive, made, answers, tmp_path, codebook):
    t=time.time()
    d=drive(made(10))
    print('warm', time.time()-t)
    for k in range(3):
        t=time.time()
        print(d.run(tmp_path/f'{k}.db').code, time.time()-t)
    t=time.time()
    r=Record(str(tmp_path/'0.db'), codebook=codebook)
    print('open', time.time()-t)
    a=answers(r)
    print({k: len(v) for k,v in a.items()})
    print('answers', time.time()-t)
    r.digest()
    print('digest', time.time()-t)
    [r.reading(x.report.id) for x in d.readings]
    print('readings', time.time()-t)
    list(r.add(d.readings))
    print('add known', time.time()-t)
    print((tmp_path/'0.db').stat().st_size)
    print([e.group.tellings for e in r.events()])
    import subprocess, re, collections
    for k in range(3):
        t=time.time()
        c=d.begin(tmp_path/f's{k}.db')
        s=subprocess.Popen(['strace','-f','-p',str(c),'-o',tmp_path/'log','-e','trace=pwrite64,fsync,fdatasync,rename,unlink,ftruncate,openat'], stderr=subprocess.PIPE, text=True)
        print(s.stderr.readline())
        d.go(c)
        print(d.wait(), time.time()-t)
        s.wait()
    log=(tmp_path/'log').read_text()
    print(collections.Counter(re.findall(r'^\d+ +(\w+)\(', log, re.M)))
    print([l[:140] for l in log.splitlines() if 'openat' in l or 'ftruncate' in l])
