from dragoman.model import Place
class Gazetteer:
    def __init__(self, codebook, text): pass
    def place(self, words): return Place(name=words.words, words=words)
