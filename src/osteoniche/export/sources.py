"""Where a source can be looked up: identifiers of the papers that declarations name.

Each was found beside the paper's title, journal and pages; what nobody could look up is not here.
"""

from collections.abc import Mapping

from osteoniche.quantity import HUMAN, MOUSE, Species

RESOLVER = "https://identifiers.org/"

PAPERS: Mapping[str, str] = {
    "Lemaire et al. 2004, J Theor Biol 229:293": "doi:10.1016/j.jtbi.2004.03.023",
    "Simeoni et al. 2004, Cancer Res 64:1094": "doi:10.1158/0008-5472.CAN-03-2524",
    "Pivonka et al. 2008, Bone 43:249": "doi:10.1016/j.bone.2008.03.025",
    "Sethi et al. 2011, Cancer Cell 19:192": "doi:10.1016/j.ccr.2010.12.022",
    "Gibiansky et al. 2012": "doi:10.2165/11598090-000000000-00000",
    "Davda et al. 2014, mAbs 6:1094": "doi:10.4161/mabs.29095",
    "Boareto et al. 2015, PNAS 112:E402": "pmc:PMC4321269",
    "Zheng et al. 2017, Cancer Cell 32:731": "doi:10.1016/j.ccell.2017.11.002",
}
"""Papers as declarations write them, and their identifiers."""

CORE = ("Lemaire et al. 2004, J Theor Biol 229:293", "Pivonka et al. 2008, Bone 43:249")
"""The papers that the bone core follows."""

TAXON: Mapping[Species, str] = {MOUSE: "taxonomy:10090", HUMAN: "taxonomy:9606"}


def addresses(source: str) -> list[str]:
    """The addresses of the papers that a source names."""
    return [RESOLVER + found for paper, found in PAPERS.items() if paper in source]
