"""Why a run went as it did, in words: which part of the mechanism explains it."""

from dataclasses import dataclass

import numpy as np

from osteoniche.engine.course import dose_days
from osteoniche.engine.result import Result
from osteoniche.numerals import listed, percent, short
from osteoniche.quantity import Species
from osteoniche.roles import Place
from osteoniche.scenario import INDUCES, Scenario, Treatment
from osteoniche.system import default_system, system_of

TOLD_APART = (Place.TUMOUR, Place.JAGGED1, Place.NOTCH, Place.BONE)
"""Where a drug acts that has a sentence of its own; the first of its places counts."""
NOTICEABLE = 0.05
"""Percent of bone, or share of a number of cells or proteins, below which a change is none."""
HUNDREDTH = 0.01
"""Change of Notch activity, which is between 0 and 1, below which it stays."""
WEARS_OFF = 7.0
"""Days that a dose counts for."""
MOST = 50.0
"""Percent of Jagged1 that the antibody has to cover to be why something happens."""
NONE_AT_ALL = 1e-9
"""Notch activity below which there is none."""
SHARE_TOLD = 10.0
"""Percent of the tumour that a resistant clone has to make up to be mentioned."""


@dataclass(frozen=True)
class Mechanism:
    """What the words are chosen by; averages are over the days of a treatment.

    `rise` is the largest fold of osteoblast Jagged1 over its own start; None where there is none.
    """

    rise: float | None
    covered: float
    notch_before: float
    notch: float
    blocked: float


@dataclass(frozen=True)
class Names:
    """Drugs as a sentence names them, and their verb: one covers, several cover."""

    text: str
    several: bool

    @classmethod
    def of(cls, treatments: list[Treatment], species: Species) -> "Names":
        """The drugs of some treatments."""
        drugs = list(dict.fromkeys(given.drug for given in treatments))
        return cls(listed([named(drug, species) for drug in drugs]), len(drugs) > 1)

    def __str__(self) -> str:
        return self.text

    def does(self, verb: str, *, begin: bool = False) -> str:
        """The names with a verb behind them, at the beginning of a sentence or inside it."""
        text = self.text[0].upper() + self.text[1:] if begin else self.text
        return f"{text} {verb}{'' if self.several else 's'}"


def acting(dosed: list[Treatment]) -> dict[Place | None, list[Treatment]]:
    """The treatments by the first of the places that the words tell apart, or None."""
    drugs = default_system().by_name
    found: dict[Place | None, list[Treatment]] = {place: [] for place in (*TOLD_APART, None)}
    for given in dosed:
        places = drugs[given.drug].acts_on
        found[next((place for place in TOLD_APART if place in places), None)].append(given)
    return found


def named(drug: str, species: Species) -> str:
    """A drug in the middle of a sentence, as its species knows it."""
    label = default_system().by_name[drug].briefly(species)
    return label if label[1:2].isupper() else label[0].lower() + label[1:]


def mechanism(scenario: Scenario, result: Result, dosed: list[Treatment]) -> Mechanism:
    """Averages from the first of some doses until the last of them has worn off."""
    days = np.concatenate([dose_days(given, scenario.days) for given in dosed])
    since = result.grid[:, None] - days[None, :]
    meanwhile = ((since >= 0) & (since <= WEARS_OFF)).any(axis=1)
    total = result["osteoblast_jagged1_fold"]
    free = result["free_jagged1_fold"]
    notch = float(result["notch_activity"][meanwhile].mean())
    shown = total[meanwhile].sum()
    constants = system_of(scenario.set).values(scenario.species, scenario.overrides())
    return Mechanism(
        rise=float(total.max() / total[0]) if total[0] > 0 else None,
        covered=100 * float(1 - free[meanwhile].sum() / shown) if shown > 0 else 0.0,
        notch_before=float(result["notch_activity"][0]),
        notch=notch,
        blocked=100 * constants.protection_max * notch,
    )


def why(scenario: Scenario, result: Result, dosed: list[Treatment]) -> str:
    """What explains a run with these treatments, in a few sentences."""
    places, species = acting(dosed), scenario.species
    killers, covering, bone = places[Place.TUMOUR], places[Place.JAGGED1], places[Place.BONE]
    cover = Names.of(covering, species)
    parts = []
    if killers:
        parts += _kill(
            killers, cover if covering else None, mechanism(scenario, result, killers), species
        )
    elif covering:
        parts.append(_antibody(cover, mechanism(scenario, result, covering)))
    parts += _others(scenario, result, places)
    if bone:
        names = Names.of(bone, species)
        slows, kills = names.does("slow", begin=True), "do" if names.several else "does"
        parts.append(
            f"{slows} the osteoclasts, which remove bone, but {kills} not kill tumour cells."
        )
    if not parts:
        parts.append(_vicious_cycle(float(result["osteoclasts_fold"].max())))
    return " ".join([*parts, *_resistance(scenario, result, killers)])


def _kill(
    killers: list[Treatment], cover: Names | None, seen: Mechanism, species: Species
) -> list[str]:
    """What drugs that kill tumour cells meet: Jagged1 that some of them raise, and its cover."""
    acts = default_system().acts
    raising = [given for given in killers if INDUCES in acts[given.drug]]
    others = Names.of([given for given in killers if given not in raising], species)
    names = Names.of(raising, species) if raising else others
    covered = cover is not None and seen.covered > MOST
    if covered and cover:
        told = [_with_antibody(names, cover, seen) if raising else _covered(names, cover, seen)]
    else:
        told = [_chemotherapy(names, seen) if raising else _plain(names, seen)]
        told += [_too_little(cover, seen)] if cover else []
    if raising and others.text:
        told.append(f"{others.does('kill', begin=True)} tumour cells too, without raising it.")
    return told


def _plain(names: Names, seen: Mechanism) -> str:
    kills = f"{names.does('kill', begin=True)} tumour cells without raising Jagged1 on osteoblasts"
    blocks = f"blocks {percent(seen.blocked)} of the kill"
    return f"{kills}; Notch in them {_notch(seen)}, which {blocks}."


def _covered(names: Names, cover: Names, seen: Mechanism) -> str:
    kills, covers = names.does("kill", begin=True), cover.does("cover")
    return (
        f"{kills} tumour cells, and {covers} {percent(seen.covered)} of Jagged1 on osteoblasts: "
        f"{_through(seen)}"
    )


def _others(
    scenario: Scenario, result: Result, places: dict[Place | None, list[Treatment]]
) -> list[str]:
    """Drugs that act on Notch itself, and those that act where nothing else is told of."""
    told = []
    if places[Place.NOTCH]:
        acts = Names.of(places[Place.NOTCH], scenario.species).does("act", begin=True)
        notch = _notch(mechanism(scenario, result, places[Place.NOTCH]))
        told.append(f"{acts} on Notch in the tumour cells, which {notch}.")
    for name in dict.fromkeys(given.drug for given in places[None]):
        drug = default_system().by_name[name]
        told.append(f"{drug.briefly(scenario.species)} is given too. {drug.summary}")
    return told


def _chemotherapy(names: Names, seen: Mechanism) -> str:
    blocks = f"blocks {percent(seen.blocked)} of the kill"
    notch = f"Notch in the tumour cells {_notch(seen)}"
    if seen.rise is None:
        return f"Osteoblasts have no Jagged1 here that {names} could raise: {notch} and {blocks}."
    if seen.rise > 1 + NOTICEABLE:
        raises = names.does("raise", begin=True)
        return f"{raises} Jagged1 on osteoblasts {up_to(seen.rise)}; {notch}, which {blocks}."
    hardly = names.does("hardly raise", begin=True)
    return f"{hardly} Jagged1 on osteoblasts here: {notch} and {blocks}."


def up_to(rise: float) -> str:
    """The largest rise, told as one: on most days it is smaller."""
    return f"up to {short(rise)}-fold"


def _notch(seen: Mechanism) -> str:
    """What Notch does on average, against day 0."""
    now, change = round(seen.notch, 2), seen.notch - seen.notch_before
    verb = "stays at" if abs(change) < HUNDREDTH else "rises to" if change > 0 else "falls to"
    if now:
        return f"{verb} {short(now)} of 1 on average"
    return f"{verb} almost 0" if seen.notch > NONE_AT_ALL else f"{verb} 0"


def _through(seen: Mechanism) -> str:
    return (
        f"Notch in the tumour cells {_notch(seen)} and {percent(100 - seen.blocked)} of the kill "
        "gets through."
    )


def _with_antibody(names: Names, cover: Names, seen: Mechanism) -> str:
    through = _through(seen)
    if seen.rise is None or seen.rise <= 1 + NOTICEABLE:
        covers = cover.does("cover", begin=True)
        return f"{covers} {percent(seen.covered)} of Jagged1 on osteoblasts: {through}"
    return (
        f"{names.does('raise', begin=True)} Jagged1 on osteoblasts {up_to(seen.rise)}, but "
        f"{cover.does('cover')} {percent(seen.covered)} of it: {through}"
    )


def _too_little(cover: Names, seen: Mechanism) -> str:
    if seen.rise is None:
        return f"So there is nothing on them for {cover} to cover."
    covers = cover.does("cover", begin=True)
    return f"{covers} only {percent(seen.covered)} of Jagged1 on average."


def _antibody(cover: Names, seen: Mechanism) -> str:
    alone = "with no chemotherapy there is little to kill the cells"
    covers = f"{cover.does('cover', begin=True)} {percent(seen.covered)} of Jagged1 on osteoblasts"
    if seen.rise is None:
        return f"Osteoblasts have no Jagged1 here for {cover} to cover, and {alone}."
    if seen.notch > seen.notch_before / 2:
        return f"{covers} on average, so Notch still helps the tumour grow; and {alone}."
    return f"{covers}, so Notch hardly helps the tumour grow; but {alone}."


def _vicious_cycle(peak: float) -> str:
    if peak <= 1 + NOTICEABLE:
        return "The tumour is still too small to stir up the osteoclasts, which remove bone."
    return (
        f"Tumour cells drive osteoclasts up to {short(peak)} times their usual number; the bone "
        "they dissolve releases TGF-beta, which feeds the tumour."
    )


def _resistance(scenario: Scenario, result: Result, killers: list[Treatment]) -> list[str]:
    """A sentence for each drug that a large share of the cells left resists by mutation."""
    burden = float(result["tumour_cells"][-1])
    told = []
    for drug in dict.fromkeys(given.drug for given in killers):
        clone = f"{default_system().by_name[drug].resisted_by}_resistant_cells"
        if burden < 1 or clone not in result.series:
            continue
        share = 100 * float(result[clone][-1]) / burden
        if share > SHARE_TOLD:
            many = "Nearly all" if share > 99.5 else percent(share)
            name = named(drug, scenario.species)
            told.append(f"{many} of the cells left resist {name} by mutation.")
    return told
