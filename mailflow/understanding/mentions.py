"""Services mentioned in running text: wanted, the writer's own, a thing of the past, or only mentioned (SPEC §4).

A name counts as chosen where somebody asks for it; the writer's own legal department and last year's inspection are
no choice, and an everyday word (``statistieken``, ``juridique``) counts only where the sentence points to a service.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from mailflow.understanding.brackets import aside, between_names, in_brackets
from mailflow.understanding.described import by_a_typo, by_their_compound, by_their_work, strangers
from mailflow.understanding.enumeration import counts_out, only_plain, pointed_at
from mailflow.understanding.lexicon import Lexicon
from mailflow.understanding.listed_names import abbreviated, as_one_list, misspelt, only_abbreviated, short_names
from mailflow.understanding.mention import Mention, Stance
from mailflow.understanding.passage import Sentence
from mailflow.understanding.services import services_in
from mailflow.understanding.small_words import YOURS
from mailflow.understanding.tokens import Found, PhraseBook, Token

OWN_GAP = 6
PAST_GAP = 2
THEIR_GAP = 3
ALSO_GAP = 3
LEFT_OUT_GAP = 8
LISTED = 3
LONGEST_WAY = 4
WORKS_WITHIN = 5  # words from a function to where somebody works
_COMPOUNDS = ("dienst", "dienstes", "office", "desk", "abteilung")


def mentions_in(sentence: Sentence, lexicon: Lexicon, *, asking: bool, listed: bool = False) -> list[Mention]:
    """Return the services named in a sentence.

    ``asking`` says that the sentence asks for something, ``listed`` that it is an item of a list announced so.
    """
    tokens = sentence.tokens
    found: list[Mention] = []
    before: Found[str] | None = None
    inside = {place for hit in lexicon.book("no_service").find(tokens) for place in range(hit.start, hit.end)}
    for hit in services_in(sentence.text, tokens, lexicon):
        if hit.start in inside or hit.end - 1 in inside:
            continue
        strong = _is_strong(hit, tokens, lexicon)
        stance = _stance(hit, sentence, lexicon)
        between = between_names(before, hit, sentence)
        if before is not None and found and _goes_with(between, lexicon):
            with_ = found[-1]
            if with_.stance is Stance.BARE:
                # "Chez BLAS, pour la partie marchés publics, et également au service Activation"
                with_ = next((m for m in found if m.service == with_.service and m.stance is Stance.WANTED), with_)
            stance = with_.stance if stance in {Stance.BARE, Stance.WANTED} else stance
            if stance is Stance.BARE and asking and strong:
                # "Besonders würden mich die Inspektion und das FrontOffice interessieren"
                stance = Stance.WANTED
                found[-1] = replace(found[-1], stance=stance)
            strong = strong or found[-1].strong
        elif stance is Stance.BARE and asking and (strong or listed or _is_governed(hit, sentence, lexicon)):
            stance = Stance.WANTED
        elif stance is Stance.BARE and found and found[-1].stance is Stance.EXCLUDED:
            # "Nicht bei der Inspektion, sondern beim Dienst für Armutsbekämpfung"
            instead = before is not None and _INSTEAD & {token.word for token in tokens[before.end : hit.start]}
            stance = Stance.WANTED if instead else stance
        text = sentence.text[tokens[hit.start].start : tokens[hit.end - 1].end]
        place = sentence.line_at(tokens[hit.start].start)
        if strong and before is not None and only_plain(tokens[before.end : hit.start], lexicon):
            # "Inspectie of juridische dienst": the second says what the first is.
            found[-1] = replace(found[-1], strong=True)
        found.append(Mention(hit.value, stance, strong, place, sentence.block, text))
        before = hit
    found += short_names(sentence, lexicon, found, asking=asking)
    found += abbreviated(sentence, lexicon, found)
    found += only_abbreviated(sentence, lexicon) if asking and not found else []
    if not asking:
        return found + _yours(sentence, lexicon)
    found += misspelt(sentence, lexicon, found)
    return as_one_list(sentence, lexicon, found + _described(sentence, lexicon, found))


def _goes_with(between: Sequence[Token], lexicon: Lexicon) -> bool:
    """Say whether a name behind these words is said like the one before ("X en Y", "X, and if possible also Y")."""
    return only_plain(between, lexicon) or any(token.word in _ALSO for token in between[-ALSO_GAP:])


_BUT = frozenset(["maar", "mais", "aber", "sondern", "but"])
_INSTEAD = _BUT | {"wel", "plutot", "liever", "lieber"}
_ALSO = frozenset(["ook", "eveneens", "aussi", "egalement", "auch", "ebenfalls", "also"])


def _yours(sentence: Sentence, lexicon: Lexicon) -> list[Mention]:
    """Return what a sentence with a word of asking calls ours and is none ("naar jullie personeelsdienst")."""
    tokens = sentence.tokens
    if lexicon.book("ask").first(tokens) is None:
        return []
    hits = strangers(sentence.text, tokens, lexicon)
    return [_mention(hit, sentence) for hit in hits if hit.start and tokens[hit.start - 1].word in YOURS]


def yours_by_their_work(sentence: Sentence, lexicon: Lexicon) -> list[Mention]:
    """Return the services whose people a sentence calls yours ("vos collègues qui suivent ces fonds")."""
    tokens = sentence.tokens
    if not any(tokens[hit.start - 1].word in YOURS for hit in lexicon.book("people").find(tokens) if hit.start):
        return []
    return [_mention(hit, sentence) for hit in by_their_work(sentence.text, tokens, lexicon)]


def _described(sentence: Sentence, lexicon: Lexicon, found: Sequence[Mention]) -> list[Mention]:
    """Return what a sentence that asks calls by its people, its work or a compound, and what is no service of ours."""
    tokens = sentence.tokens
    ask = lexicon.book("ask").first(tokens) or lexicon.book("ask_politely").first(tokens)
    ours = {mention.service for mention in found if mention.stance is Stance.WANTED}
    strange = strangers(sentence.text, tokens, lexicon)
    # "Bei eurem Übersetzungsdienst, bei denen, die …" says what the stranger does.
    hits = [
        hit
        for hit in by_their_work(sentence.text, tokens, lexicon)
        if not any(one.end <= hit.start <= one.end + THEIR_GAP for one in strange)
    ]
    words = (*by_their_compound(tokens, lexicon), *by_a_typo(tokens, lexicon))
    hits += [
        hit
        for hit in words
        if _is_asked_for(hit, sentence, lexicon)
        or (_is_headed(hit, tokens, lexicon) and _stance(hit, sentence, lexicon) is Stance.BARE)
    ]
    for hit in strange:
        yours = hit.start > 0 and tokens[hit.start - 1].word in YOURS
        begun = yours or bool(ours or hits) or (ask is not None and ask.start < hit.start)
        # "Anderzijds een halve dag bij de communicatiedienst"
        begun = begun or lexicon.book("internship_weak").first(tokens[: hit.start]) is not None
        if in_brackets(tokens[hit.start].start, sentence.text):
            # "Hugo Schyns (agent au service RIS) : Front Office"
            continue
        of = [token.word for token in tokens[: hit.start]][-2:]
        if of[-1:] and of[-1] in _FROM and not _AMONG & set(of):
            # "Ma collègue Elif Kaya, du service logement": where she works.
            continue
        works = lexicon.book("functions").find(tokens[max(0, hit.start - WORKS_WITHIN) : hit.start])
        if works and YOURS.isdisjoint(token.word for token in tokens[max(0, hit.start - WORKS_WITHIN) : hit.start]):
            # "Tous deux assistants sociaux à la cellule énergie-logement": where they work.
            continue
        if begun and _is_asked_for_too(hit, sentence, lexicon) and not _gives_reason(tokens[: hit.start], lexicon):
            hits.append(hit)
    return [_mention(hit, sentence) for hit in hits if not hit.value or hit.value not in ours]


_FROM = frozenset({"du", "vom", "van"})
_AMONG = frozenset({"sein", "collegues", "equipe", "gens", "cote", "aupres", "collegas", "mensen", "team", "kollegen"})


def _is_headed(hit: Found[str], tokens: Sequence[Token], lexicon: Lexicon) -> bool:
    """Say whether "dienst", "service" stands beside a word ("der juriistische Dienst")."""
    beside = [tokens[place].word for place in (hit.start - 1, hit.end) if 0 <= place < len(tokens)]
    return any(lexicon.book("service_heads").whole(word) is not None for word in beside)


def _is_asked_for(hit: Found[str], sentence: Sentence, lexicon: Lexicon) -> bool:
    """Say whether a preposition leads to a name that is neither the writer's own nor left out."""
    return _stance(hit, sentence, lexicon) is Stance.BARE and _is_governed(hit, sentence, lexicon)


def _is_asked_for_too(hit: Found[str], sentence: Sentence, lexicon: Lexicon) -> bool:
    """Say whether a name is asked for itself or beside one ("le FrontOffice et le service communication")."""
    ends = [one.end for one in lexicon.service_book.find(sentence.tokens) if one.end <= hit.start]
    beside = bool(ends) and only_plain(sentence.tokens[ends[-1] : hit.start], lexicon)
    return (beside and _stance(hit, sentence, lexicon) is Stance.BARE) or _is_asked_for(hit, sentence, lexicon)


def _mention(hit: Found[str], sentence: Sentence) -> Mention:
    start, end = sentence.tokens[hit.start].start, sentence.tokens[hit.end - 1].end
    return Mention(hit.value, Stance.WANTED, True, sentence.line_at(start), sentence.block, sentence.text[start:end])


def _gives_reason(before: Sequence[Token], lexicon: Lexicon) -> bool:
    """Say whether the reason has begun: what is named behind it is no wish."""
    return any(lexicon.book(name).first(before) is not None for name in ("because", "because_kept"))


def _is_strong(hit: Found[str], tokens: Sequence[Token], lexicon: Lexicon) -> bool:
    heads = lexicon.book("service_heads")
    words = [token.word for token in tokens[hit.start : hit.end]]
    if any(word.endswith(_COMPOUNDS) or heads.whole(word) is not None for word in words):
        return True
    if " ".join(words) in lexicon.abbreviations or len(words) > 2:
        return True
    return hit.start > 0 and heads.whole(tokens[hit.start - 1].word) is not None


def _stance(hit: Found[str], sentence: Sentence, lexicon: Lexicon) -> Stance:
    """Judge by the nearest words before and right behind a name."""
    tokens = sentence.tokens
    colon = sentence.text.rfind(":", 0, tokens[hit.start].start)
    # "Mme Piron, assistante sociale : service juridique": behind a colon begins what is said about her.
    before = [token for token in tokens[: hit.start] if token.start > colon and not aside(token, hit, sentence)]
    behind = tokens[hit.end :]
    if _is_for_others(hit, tokens, lexicon):
        return Stance.OWN
    if _is_left_out(before, behind, lexicon):
        return Stance.EXCLUDED
    gone = lexicon.book("past_behind").first(behind[:LEFT_OUT_GAP])
    if _ends_in(lexicon.book("past_service"), before, PAST_GAP, lexicon) or (gone is not None and gone.start <= 1):
        return Stance.PAST
    if _theirs(before, lexicon):
        return Stance.BARE
    own = _own(hit, before, sentence, lexicon)
    if own and any(lexicon.book("the_same_of_yours").find(behind)):
        # "Mon service achats voudrait découvrir le vôtre."
        return Stance.WANTED
    return Stance.OWN if own else Stance.BARE


def _is_for_others(hit: Found[str], tokens: Sequence[Token], lexicon: Lexicon) -> bool:
    """Say whether others ask for a service themselves; what stands behind a "but" is said of the writer again."""
    others = lexicon.book("by_themselves").first(tokens)
    if others is None:
        return False
    return not any(token.word in _BUT for token in tokens[others.start : hit.start])


def _own(hit: Found[str], before: Sequence[Token], sentence: Sentence, lexicon: Lexicon) -> bool:
    """Say whether a name is that of the writer's own service."""
    tokens = sentence.tokens
    behind = tokens[hit.end :]
    joined = behind and not re.search(r"[,;:.]|\s[-–—]\s", sentence.text[tokens[hit.end - 1].end : behind[0].start])
    if joined and lexicon.book("own_behind").at(behind, 0) is not None:
        return True
    if _for_a_worker(before):
        return False
    if _ends_in(lexicon.book("own_service"), before, OWN_GAP, lexicon, plain=True):
        return True
    work = lexicon.book("own_work").find(before)
    if work and _OF_OTHERS & {token.word for token in before[: work[-1].start][-2:]}:
        # "L'équipe qui s'occupe de la cohésion urbaine"
        return False
    return _ends_in(lexicon.book("own_work"), before, OWN_GAP, lexicon)


def _for_a_worker(before: Sequence[Token]) -> bool:
    """Say whether "for a worker" leads to a name: whose service it is, is not said ("voor een medewerker bij BLAS")."""
    words = [token.word for token in before[-5:]]
    return any(row in _A_WORKER for row in zip(words, words[1:], words[2:], strict=False))


_A_WORKER = frozenset(
    (lead, article, worker)
    for lead, article, workers in (
        ("voor", "een", ("medewerker", "medewerkster", "collega")),
        ("pour", "un", ("collaborateur", "agent", "collegue")),
        ("pour", "une", ("collaboratrice", "agente", "collegue")),
        ("fur", "einen", ("mitarbeiter", "kollegen")),
        ("fur", "eine", ("mitarbeiterin", "kollegin")),
    )
    for worker in workers
)
_OF_OTHERS = frozenset({
    "qui", "die", "dat", "das", "der", "welche", "que", "comment", "hoe", "wie", "ou", "wo", "waar", "comme", "quoi",
})  # fmt: skip


def _is_left_out(before: Sequence[Token], behind: Sequence[Token], lexicon: Lexicon) -> bool:
    """Say whether a name stands right behind "except", "not", or right before "I don't need"."""
    if (hits := lexicon.book("left_out_behind").find(behind[:LEFT_OUT_GAP])) and hits[0].start <= 1:
        return True
    hits = lexicon.exceptions.find(before)
    if not hits or not only_plain(before[hits[-1].end :], lexicon):
        return False
    return hits[-1].start == 0 or before[hits[-1].start - 1].word not in _WHY


_WHY = frozenset(["waarom", "pourquoi", "warum"])


def _theirs(before: Sequence[Token], lexicon: Lexicon) -> bool:
    """Say whether "your" stands right before a name."""
    house = lexicon.book("house")
    return any(token.word in YOURS for token in before[-THEIR_GAP:]) or house.first(before[-5:]) is not None


def _ends_in(
    book: PhraseBook[str], before: Sequence[Token], gap: int, lexicon: Lexicon, *, plain: bool = False
) -> bool:
    """Say whether a phrase stands shortly before the end of a row of words, with no asking in between."""
    hits = book.find(before)
    if not hits:
        return False
    between = before[hits[-1].end :]
    if between and between[0].word.isdigit():
        # "ma 11/01 – inspectie": a Dutch Monday, and no French "my".
        return False
    if len(between) > gap or (plain and not only_plain(between, lexicon)):
        return False
    if any(token.word in _CHOICE for token in between):
        # "Mijn keuze is de juridische dienst."
        return False
    return lexicon.book("ask").first(between) is None and lexicon.book("internship_weak").first(between) is None


_CHOICE = frozenset(["keuze", "keuzes", "choix", "wahl", "voorkeur", "preference", "wunsch"])


_ACCOMPANY = frozenset({"begleiten", "accompagner", "vergezellen", "meegaan"})


def _is_governed(hit: Found[str], sentence: Sentence, lexicon: Lexicon) -> bool:
    """Say whether a name begins its sentence or what a colon announces, or a preposition leads to it."""
    tokens = sentence.tokens
    # "… die Inspektoren einen halben Tag begleiten"
    along = any(token.word in _ACCOMPANY for token in tokens)
    if along or pointed_at(hit.start, sentence, lexicon) or counts_out(sentence, lexicon):
        return True
    book = lexicon.book("their_service")
    begin = hit.start
    while begin and hit.start - begin < LONGEST_WAY and tokens[begin - 1].word in lexicon.plain_words:
        begin -= 1
    before = tokens[max(0, min(begin - 1, hit.start - THEIR_GAP)) : hit.start]
    hits = book.find(before)
    if hit.end - hit.start > 1 and not hits:
        # "Je prends aussi les fonds européens"
        hits = lexicon.book("ask").find(tokens[: hit.start])
        before = tokens[: hit.start]
    return bool(hits) and only_plain(before[hits[-1].end :], lexicon)
