"""What the plots show and what the words mean, for a student."""

from dash import html

from osteoniche.drugs import DRUGS, of_role
from osteoniche.figures.stacked import APOPTOSIS, BONE, TUMOUR
from osteoniche.roles import Role
from osteoniche.web.kit import ids
from osteoniche.web.pages.explore import words

PLOTS = {
    BONE.name: "How much bone there is, in percent of a healthy animal or patient. It falls while "
    "osteoclasts remove more than osteoblasts lay down.",
    TUMOUR.name: "How many living tumour cells there are in the bone. On the logarithmic axis each "
    "label is ten or a hundred times the one below, so that steady growth is a straight line.",
    APOPTOSIS.name: "The share of tumour cells that are dying by apoptosis at that moment. It "
    "rises after each dose of chemotherapy; the higher it is, the faster the tumour shrinks.",
    "Doses": "The ticks under the plots are the days on which a drug is given.",
}
"""What each plot shows."""


def _listed(role: Role) -> str:
    """The drugs of a role in a sentence, with the kind of clone that resists each."""
    kinds: dict[str, list[str]] = {}
    for name in of_role(role):
        kinds.setdefault(DRUGS[name].resisted_by or "", []).append(name)
    groups = [" or ".join(names) + f" ({kind})" * bool(kind) for kind, names in kinds.items()]
    return " or ".join(groups)


TERMS = {
    "Antibody": "A protein that binds to one target and blocks it. 15D11 binds to Jagged1.",
    "Apoptosis": "The orderly death of a cell. Dying cells are counted by a stain for cleaved "
    "caspase-3.",
    "Bisphosphonate": "A drug that binds to bone and poisons osteoclasts; zoledronate is one.",
    "Burden": "The number of living tumour cells.",
    "Chemotherapy": f"Drugs that kill dividing cells, here {_listed(Role.CHEMOTHERAPY)}.",
    "Clone": "Tumour cells with a common ancestor. A resistant clone has mutated so that a drug "
    "hardly harms it.",
    "Fold": "How many times the healthy or untreated value: 2 fold is twice as much.",
    "Induction": "How many times more Jagged1 osteoblasts show under the strongest chemotherapy; "
    "1 fold is no rise.",
    "Jagged1": "A protein on the surface of osteoblasts, and of some tumour cells. It switches on "
    "Notch in the cell next to it.",
    "Metastasis": "A tumour that has spread to another organ, here to bone.",
    "Neutrophil": "A white blood cell that fights infection. Chemotherapy keeps the marrow from "
    "making it; the fewest that are left are part of what a dose costs.",
    "Notch": "The receptor on tumour cells that Jagged1 meets. While it is active, the cell "
    "resists chemotherapy.",
    "Osteoblast": "The cell that lays down bone.",
    "Osteoblast Jagged1": "How much Jagged1 osteoblasts show before treatment. Some mice are bred "
    "with more of it (transgenic) or with none (knock-out); for patients it is a thought.",
    "Osteoclast": "The cell that removes bone.",
    "Persister": "A tumour cell that rests instead of dividing, and so outlives the drug without "
    "having mutated.",
    "Reference arms": "The runs that yours is compared with: the same species, tumour and schedule "
    "with no drug, with chemotherapy, with the antibody, and with both, each at its usual dose and "
    "without a bone drug.",
    "PTHrP": "A hormone-like protein that tumour cells release. It makes the cells of the bone "
    "call for more osteoclasts.",
    "RANKL": "The signal that makes osteoclasts. OPG-Fc (in mice) and denosumab (in patients) "
    "catch it.",
    "Regrows from": words.REGROWS,
    "TGF-beta": "A growth factor stored in bone. Osteoclasts set it free, and it feeds the tumour: "
    "the vicious cycle.",
}
"""The words of the page."""


def explanation() -> list[html.Dl | html.H3]:
    """What the plots show, then the glossary."""
    return [
        html.H3("What the plots show"),
        _definitions(PLOTS),
        html.H3("What the words mean"),
        _definitions(TERMS),
    ]


def _definitions(entries: dict[str, str]) -> html.Dl:
    pairs = [part for term, text in entries.items() for part in (_term(term), html.Dd(text))]
    return html.Dl(pairs, className="glossary")


def _term(term: str) -> html.Dt:
    """A word; the one that the table of headline numbers leads to can take the focus."""
    return html.Dt(term, id=ids.REGROWS, tabIndex=-1) if term in words.HEADLINES else html.Dt(term)
