"""The network: a small BERT encoder, a word vector per word, and heads for tags, trees, sentence starts and names."""

from __future__ import annotations

import torch
from safetensors.torch import load_file
from torch import nn
from torch.nn import functional as F  # noqa: N812 - as everywhere

from dragoman.language.pieces import CASE_CLASSES, FEATURE_SIZES

HIDDEN, HEADS, FEATURE = 384, 12, 32
ARC, LABEL, TAG = 256, 96, 256


class Dropout(nn.Module):
    """Dropout whose masks are slices of one pool of random bits: drawing fresh bits took a quarter of a step."""

    SIZE = 1 << 24

    def __init__(self, rate: float) -> None:
        super().__init__()
        self.rate = rate

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        if not self.training or not self.rate:
            return x
        pool = _POOLS.get(self.rate)
        if pool is None:
            pool = _POOLS[self.rate] = (torch.rand(self.SIZE) >= self.rate).to(torch.bfloat16) / (1 - self.rate)
        offset = int(torch.randint(0, self.SIZE - x.numel(), ()))
        return x * pool[offset : offset + x.numel()].view(x.shape).to(x.dtype)


_POOLS: dict[float, torch.Tensor] = {}


class Layer(nn.Module):
    def __init__(self, dropout: float) -> None:
        super().__init__()
        self.query, self.key, self.value = (nn.Linear(HIDDEN, HIDDEN) for _ in range(3))
        self.out = nn.Linear(HIDDEN, HIDDEN)
        self.norm1 = nn.LayerNorm(HIDDEN, eps=1e-12)
        self.up, self.down = nn.Linear(HIDDEN, 4 * HIDDEN), nn.Linear(4 * HIDDEN, HIDDEN)
        self.norm2 = nn.LayerNorm(HIDDEN, eps=1e-12)
        self.drop = Dropout(dropout)

    def forward(self, x: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        b, n, _ = x.shape
        q, k, v = (f(x).view(b, n, HEADS, -1).transpose(1, 2) for f in (self.query, self.key, self.value))
        # Plain products: the fused attention's backward pass is four times slower on this kind of processor.
        scores = (q @ k.transpose(-1, -2)) * (HIDDEN / HEADS) ** -0.5 + mask.to(q.dtype)
        mixed = torch.softmax(scores, -1, dtype=scores.dtype) @ v
        x = self.norm1(x + self.drop(self.out(mixed.transpose(1, 2).reshape(b, n, HIDDEN))))
        return self.norm2(x + self.drop(self.down(F.gelu(self.up(x)))))


class Encoder(nn.Module):
    def __init__(self, layers: int = 6, vocab: int = 30522, dropout: float = 0.1) -> None:
        super().__init__()
        self.word = nn.Embedding(vocab, HIDDEN)
        self.position = nn.Embedding(512, HIDDEN)
        self.kind = nn.Parameter(torch.zeros(HIDDEN))
        self.case = nn.Embedding(CASE_CLASSES, HIDDEN)
        nn.init.zeros_(self.case.weight)
        self.norm = nn.LayerNorm(HIDDEN, eps=1e-12)
        self.layers = nn.ModuleList(Layer(dropout) for _ in range(layers))
        self.drop = Dropout(dropout)
        mix = torch.zeros(layers + 1)
        mix[-1] = 2.0
        self.mix = nn.Parameter(mix)

    def load_base(self, path: str) -> None:
        w = load_file(path)
        e = "embeddings."
        self.word.weight.data.copy_(w[e + "word_embeddings.weight"])
        self.position.weight.data.copy_(w[e + "position_embeddings.weight"])
        self.kind.data.copy_(w[e + "token_type_embeddings.weight"][0])
        self._copy(self.norm, w, e + "LayerNorm")
        for i, layer in enumerate(self.layers):
            p = f"encoder.layer.{i}."
            for name, module in (
                ("attention.self.query", layer.query), ("attention.self.key", layer.key), ("attention.self.value", layer.value),
                ("attention.output.dense", layer.out), ("attention.output.LayerNorm", layer.norm1),
                ("intermediate.dense", layer.up), ("output.dense", layer.down), ("output.LayerNorm", layer.norm2),
            ):  # fmt: skip
                self._copy(module, w, p + name)

    @staticmethod
    def _copy(module: nn.Module, w: dict[str, torch.Tensor], name: str) -> None:
        module.weight.data.copy_(w[name + ".weight"])
        module.bias.data.copy_(w[name + ".bias"])

    def forward(self, pieces: torch.Tensor, cases: torch.Tensor, real: torch.Tensor) -> torch.Tensor:
        positions = torch.arange(pieces.shape[1], device=pieces.device)
        x = self.drop(self.norm(self.word(pieces) + self.position(positions) + self.kind + self.case(cases)))
        mask = (1.0 - real.to(x.dtype))[:, None, None, :] * -1e4
        weights = self.mix.softmax(0)
        total = x * weights[0]
        for i, layer in enumerate(self.layers):
            x = layer(x, mask)
            total = total + x * weights[i + 1]
        return total


class Mlp(nn.Module):
    def __init__(self, inside: int, outside: int, dropout: float) -> None:
        super().__init__()
        self.linear, self.drop = nn.Linear(inside, outside), Dropout(dropout)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.drop(F.gelu(self.linear(x)))


class Network(nn.Module):
    """Heads by name: `tags` and `names` map a layer to its number of labels."""

    def __init__(
        self, tags: dict[str, int], relations: int, names: dict[str, int], layers: int = 6, name_dropout: float = 0.4
    ) -> None:
        super().__init__()
        self.encoder = Encoder(layers)
        self.features = nn.ModuleList(nn.Embedding(n, FEATURE) for n in FEATURE_SIZES)
        for table in self.features:
            nn.init.normal_(table.weight, std=0.05)
        width = HIDDEN + FEATURE * len(FEATURE_SIZES)
        self.drop = Dropout(0.2)
        self.tag_hidden = Mlp(width, TAG, 0.33)
        self.tags = nn.ModuleDict({k: nn.Linear(TAG, n) for k, n in tags.items()})
        self.start = nn.Linear(width, 1)
        self.arc_dep, self.arc_head = Mlp(width, ARC, 0.33), Mlp(width, ARC, 0.33)
        self.lab_dep, self.lab_head = Mlp(width, LABEL, 0.33), Mlp(width, LABEL, 0.33)
        self.root = nn.Parameter(torch.randn(width) * 0.05)
        self.arc = nn.Linear(ARC, ARC, bias=False)
        self.arc_bias = nn.Linear(ARC, 1)
        nn.init.normal_(self.arc.weight, std=ARC**-0.5 * 0.5)
        self.label = nn.Linear((LABEL + 1), (LABEL + 1) * relations, bias=False)
        nn.init.normal_(self.label.weight, std=0.02)
        self.relations = relations
        self.name_hidden = nn.ModuleDict({k: Mlp(width, 192, name_dropout) for k in names})
        self.names = nn.ModuleDict({k: nn.Linear(192, n) for k, n in names.items()})

    def word_vectors(self, pieces, cases, owner, features):  # noqa: ANN001, ANN201 - tensors all
        x = self.encoder(pieces, cases, owner.ge(-1))
        number = torch.arange(features.shape[1], device=pieces.device)
        pool = owner[:, None, :].eq(number[None, :, None]).to(x.dtype)
        count = pool.sum(-1, keepdim=True).clamp(min=1.0)
        mean = (pool @ x) / count
        parts = [mean] + [table(features[:, :, i]).to(x.dtype) for i, table in enumerate(self.features)]
        return torch.cat(parts, -1)

    def arcs(self, v):  # noqa: ANN001, ANN201
        """Scores (B, W, W + 1); column 0 is the root."""
        root = self.root.to(v.dtype)[None, None, :].expand(v.shape[0], 1, -1)
        heads_in = torch.cat([root, v], 1)
        head = self.arc_head(heads_in)
        scores = self.arc(self.arc_dep(v)) @ head.transpose(1, 2) / ARC**0.5 * 4 + self.arc_bias(head).transpose(1, 2)
        return scores, heads_in

    def labels(self, v, heads_in, heads):  # noqa: ANN001, ANN201
        """Label scores (B, W, L) for given heads (B, W), 0 the root."""
        one = torch.ones_like(v[:, :, :1])
        dep = torch.cat([self.lab_dep(v), one], -1)
        one_h = torch.ones_like(heads_in[:, :, :1])
        head = torch.cat([self.lab_head(heads_in), one_h], -1)
        index = heads[:, :, None].expand(-1, -1, head.shape[-1])
        chosen = head.gather(1, index)
        mixed = self.label(dep).view(dep.shape[0], dep.shape[1], self.relations, LABEL + 1)
        return (mixed @ chosen[:, :, :, None]).squeeze(-1)
