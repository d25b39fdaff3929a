"""Russian and English stop words: too common to distinguish texts. Folded as in `news.folding`.

Based on Snowball's lists (https://snowballstem.org/algorithms/russian/stop.txt, english/stop.txt), with all forms of
«который», «этот», «весь», «свой». A single letter is a stop word too.
"""

_RUSSIAN = """
    и в во не что он на я с со как а то все она так его но да ты к у же вы за бы по только ее мне было вот от меня еще
    нет о об обо из изо ему теперь когда даже ну вдруг ли если уже или ни быть был него до вас нибудь опять уж вам ведь
    там потом себя себе собой ничего ей может они тут где есть надо ней для мы тебя их чем была сам сама само сами чтоб
    чтобы без будто чего раз тоже под подо будет будут ж тогда кто этот того потому этого какой какая какое какие
    совсем ним здесь этом один почти мой моя мое мои тем нее были сейчас куда зачем всех никогда можно при наконец два
    другой хоть после над больше тот через эти нас про всего них много разве три эту та те ту мою впрочем хорошо свою
    свой своя свое свои своего своей своих своим своими своем этой этих этим этими это эта перед иногда лучше чуть том
    нельзя такой такая такое такие им более всегда конечно всю вся весь всем всеми всей между также который которая
    которое которые которого которой которому которых которым которыми котором которую ко нам нами вами мной мною тобой
    тобою кого кому кем чему нему нею той теми тех моего моей моих наш наша наше наши ваш ваша ваше ваши твой твоя твое
    твои лишь либо однако поэтому из-за
"""
_ENGLISH = """
    i me my myself we our ours ourselves you your yours yourself yourselves he him his himself she her hers herself it
    its itself they them their theirs themselves what which who whom whose this that these those am is are was were be
    been being have has had having do does did doing would should could ought a an the and but if or because as until
    while of at by for with about against between into through during before after above below to from up down in out
    on off over under again further then once here there when where why how all any both each few more most other some
    such no nor not only own same so than too very can will just don shouldn isn aren wasn weren hasn haven hadn doesn
    didn won wouldn couldn ll ve re
"""
# In every second to fifth news text: an index of them would find nothing faster than reading the newest texts.
_EVERYWHERE = """
    и в на с по что не из для как за а к также о от это до этом но у все его об будет после он при они еще то уже
    которые или том только со который можно во так было чтобы того более если под их был чем же ее может
    the of to in and for that on with was as at by from be are has have
"""
_LETTERS = "абвгдежзийклмнопрстуфхцчшщъыьэюяabcdefghijklmnopqrstuvwxyz"

STOP_WORDS = frozenset(_RUSSIAN.split()) | frozenset(_ENGLISH.split()) | frozenset(_LETTERS)
EVERYWHERE = frozenset(_EVERYWHERE.split())
