"""Bone remodelling, a tumour in bone, and the Jagged1-Notch niche that protects it.

The bone core follows Lemaire 2004 and Pivonka 2008 in folds of health: every regulator is divided
by its own healthy value, so that a healthy animal stays at exactly 1 (bone volume 100 %). To it are
added turnover-type bone volume, Jagged1 on osteoblasts and on tumour cells, Notch activity in
tumour cells, a sensitive and two resistant clones, persisters, and apoptotic cells.

Time is in days. Constants carry the symbols of the literature, states and signals carry words.
"""

from osteoniche.components import Model
from osteoniche.maths import exponential, hill, ratio, saturation
from osteoniche.quantity import FRACTION, Combine, effect, param, readout, signal, spread, state

PIVONKA = "Pivonka et al. 2008, Bone 43:249"
LEMAIRE = "Lemaire et al. 2004, J Theor Biol 229:293"
SIMEONI = "Simeoni et al. 2004, Cancer Res 64:1094"
ZHENG = "Zheng et al. 2017, Cancer Cell 32:731"
SETHI = "Sethi et al. 2011, Cancer Cell 19:192"
BOARETO = "Boareto et al. 2015, PNAS 112:E402"
QSP_TNBC = "QSPIO-TNBC model (triple-negative breast cancer)"
TUNED = "tuned to the qualitative targets of the teaching story, not to data"
CHOSEN = "chosen; no data seen"
PROGRESSION = "fitted, with kkP of patients held, to median times to progression of 5 months on paclitaxel every three weeks and 9 on weekly (Seidman et al. 2008, J Clin Oncol)"

GAIN = (0.0, 1.0)
"""Bounds of a gain of TGF-beta: above 1, too little TGF-beta would make a rate negative."""
A_CELL = 4
"""How steeply a share fades where there is less than one cell to have a share of."""
MINORITY = (0.0, 0.3)
"""Bounds of a share at day 0: three of them leave some sensitive cells."""

PARAMS = (
    # Bone remodelling core
    param("kap1", 5.633, "fold", "TGF-beta for half activation, over its healthy level", f"{PIVONKA}: 4.5455e-3 over 8.0696e-4 pM", "derived", latex=r"\kappa_1"),
    param("kap2", 1.754, "fold", "TGF-beta for half repression of pre-osteoblast maturation", f"{PIVONKA}: 1.41562e-3 over 8.0696e-4 pM", "derived", latex=r"\kappa_2"),
    param("f0", 0.05, "fraction", "activation that remains without TGF-beta", LEMAIRE, "published", bounds=FRACTION),
    param("kR", 0.1703, "1/day", "turnover of pre-osteoblasts", f"{PIVONKA}: 0.267408 x 0.63696", "derived"),
    param("kB", 0.189, "1/day", "removal of osteoblasts", f"{LEMAIRE}; {PIVONKA}", "published"),
    param("kC", 0.1353, "1/day", "removal of osteoclasts in health", f"{PIVONKA}: 0.7 x 0.1932", "derived"),
    param("Kpa", 51.6, "fold", "PTH for half activation of RANKL, over basal PTH", f"{PIVONKA}: 150 over 2.907 pM", "derived", latex="K_{pa}"),
    param("Kpr", 0.07657, "fold", "PTH for half repression of OPG, over basal PTH", f"{PIVONKA}: 0.22258 over 2.907 pM", "derived", latex="K_{pr}"),
    param("rho0", 31.85, "pmol/L", "RANKL carrying capacity in health", f"{PIVONKA}, evaluated at its steady state", "derived", latex=r"\rho_0"),
    param("betL", 168.4, "pmol/L/day", "RANKL production", f"{PIVONKA}, value of its published code; the paper prints another exponent", "published", latex=r"\beta_L"),
    param("degL", 10.13, "1/day", "RANKL degradation", PIVONKA, "published", latex=r"\delta_L"),
    param("aRK", 0.3412, "fold", "binding of RANKL to RANK", f"{PIVONKA}: 0.034118 x 10", "derived", latex="a_{RK}"),
    param("bOPG", 18.44, "fold", "binding of RANKL to OPG in health", f"{PIVONKA}: 1e-3 x 18438", "derived", latex="b_{OPG}"),
    param("KRL", 4.457, "pmol/L", "RANK-bound RANKL for half activation", f"{PIVONKA}, value of its published code; the paper prints 13.06", "published", latex="K_{RL}"),
    param("eI", 3.0, "fold", "extra osteoclast death when RANKL is fully blocked", "chosen so that resorption falls to a fifth within three days, as resorption markers do in patients", "assumed"),
    param("kZ", 0.022, "1/day", "turnover of trabecular bone", "chosen for the bone loss of control mice; human 28 % a year", "derived", human=0.0007671),
    param("Z0", 100.0, "percent", "a whole: bone volume in health, or all tumour cells", "the unit of bone mass and of shares", "derived", bounds=(100.0, 100.0)),
    param("kG", 4.0, "1/day", "turnover of active TGF-beta", "fast by assumption", "assumed"),
    # Tumour on bone
    param("sP", 1.17, "fold", "largest tumour PTHrP, over basal PTH", TUNED, "assumed"),
    param("aP", 1.0, "fold", "gain of TGF-beta on PTHrP", CHOSEN, "assumed", bounds=GAIN),
    param("Kmu", 5e5, "cell", "tumour cells for half of the bone-wide effect", f"{TUNED}; bone volume of mice stays flat for two to three weeks, then falls; human moved with T0", "assumed", human=1.5e10, human_earlier=1e10, latex="K_\\mu"),
    param("Kloc", 1e4, "cell", "tumour cells for half of the local stromal contact", f"{CHOSEN}; human moved with T0", "assumed", human=5e9, human_earlier=2e8, latex="K_{loc}"),
    param("ome", 1.43, "fold", "largest extra loss of osteoblasts", TUNED, "assumed", latex=r"\omega"),
    param("omR", 0.0, "fraction", "share of that loss that pre-osteoblasts feel too (0 is off)", CHOSEN, "assumed", bounds=FRACTION, off=0.0, latex=r"\omega_R"),
    param("fL", 0.0, "fraction", "share of osteoclast formation that needs no RANKL (0 is off)", "human: chosen between two markers under denosumab, CTX of healthy women on day 5 and uNTx of patients in week 13", "assumed", human=0.65, human_kind="derived", bounds=FRACTION, off=0.0),
    param("epsC", 1.16, "fold", "gain of tumour Jagged1 on osteoclast formation", f"direction: {SETHI}; {TUNED}", "assumed", latex=r"\epsilon_C"),
    param("KO", 1.0, "fold", "tumour Jagged1 for half of stromal Notch", "only its ratio to tumour Jagged1 matters", "assumed"),
    # Tumour growth
    param("r0", 0.187, "1/day", "tumour birth rate in healthy marrow", f"{TUNED}; {SIMEONI} has 0.273 under the skin; human {PROGRESSION}", "assumed", human=0.00627, human_earlier=0.0115, human_kind="derived"),
    param("d0", 0.02, "1/day", "apoptosis without drug", "gives 1.6 % cleaved-caspase-3 positive cells", "assumed", human=0.002),
    param("K", 3e8, "cell", "largest tumour the site carries", CHOSEN, "assumed", human=1e12),
    param("aG", 0.336, "fold", "gain of TGF-beta on tumour growth", f"direction: the vicious cycle; {TUNED}", "assumed", bounds=GAIN),
    param("gK", 1e-6, "1/cell", "fading of that gain with tumour size: one over the cells at which it halves (0 is off)", "early blockade of RANKL hits a tumour harder than late blockade does; the size was chosen, human scaled as Kmu", "assumed", human=3.3e-11, bounds=(0.0, 1e-4), off=0.0),
    param("sG", 0.0, "fold", "gain of TGF-beta on tumour survival (0 is off)", "chosen; which of the two gains there is, is for data to say", "assumed", bounds=(0.0, 10.0), off=0.0),
    param("KGam", 2.0, "fold", "TGF-beta for half of the tumour's response", CHOSEN, "assumed", latex=r"K_\Gamma"),
    param("aN", 0.15, "fold", "gain of Notch on tumour growth", f"{TUNED} (transgenic host)", "assumed"),
    param("aO", 0.465, "fold", "gain of stromal Notch (IL-6) on tumour growth", f"direction: {SETHI}; {TUNED}", "assumed"),
    param("bN", 0.2, "fraction", "share of basal apoptosis that Notch prevents", CHOSEN, "assumed", bounds=FRACTION),
    param("kA", 1.0, "1/day", "clearance of apoptotic cells", f"chosen; {SIMEONI} has 0.968 per day for the passage of damaged cells, which is something else", "assumed"),
    param("T0", 2000.0, "cell", "tumour cells at day 0", f"{CHOSEN}; human a metastasis that is seen, 1 mL", "assumed", human=1e9, human_earlier=3e7),
    param("gate", 1.0, "fraction", "whether clones below about one cell stop dividing (1 yes, 0 no)", "a deterministic model would regrow a tumour from a thousandth of a cell", "assumed", bounds=FRACTION, off=0.0, latex="g"),
    param("nE", 1.0, "cell", "cells at which the division of a clone halves for want of a whole cell", CHOSEN, "assumed"),
    param("hE", 4.0, "1", "steepness of that halving", CHOSEN, "assumed", bounds=(1.0, 8.0)),
    # Jagged1 and Notch
    param("JB0", 1.0, "fold", "Jagged1 of an osteoblast: 1 wild type, 6 transgenic, 0 knock-out", "the unit of the Jagged1 scale; set by the host", "assumed", bounds=(0.0, 10.0), set_by="host", latex="J_{B0}"),
    param("kJ", 0.7, "1/day", "turnover of Jagged1 on osteoblasts", "half-life of about a day, chosen", "assumed"),
    param("Imax", 2.9, "fold", "largest rise of osteoblast Jagged1 under chemotherapy, above its set-point", f"that it rises, and on which cells: {ZHENG}; the size was {TUNED}", "assumed", bounds=(0.0, 9.0), set_by="induction", latex="I_{max}"),
    param("JT0", 0.1, "fold", "Jagged1 of a tumour cell, in units of a wild-type osteoblast", "low line 0.1, high line 4, chosen; set by the tumour line", "assumed", bounds=(0.0, 40.0), set_by="tumour", latex="J_{T0}"),
    param("kJT", 0.7, "1/day", "turnover of Jagged1 on tumour cells", CHOSEN, "assumed"),
    param("aJT", 1.0, "fold", "gain of TGF-beta on tumour Jagged1", f"direction: {SETHI}", "assumed", bounds=GAIN),
    param("wR", 0.5, "fraction", "share of precursors in the osteoblast-lineage niche", f"precursors are among the induced cells: {ZHENG}; the share was chosen", "assumed", bounds=FRACTION),
    param("KL", 0.02, "fold", "density of the osteoblast lineage for half of a niche", "low, because no data show that thinning osteoblasts empties the niche", "assumed", bounds=(0.002, 5.0)),
    param("tauJ", 0.02, "fraction", "weight of Jagged1 that tumour cells show each other", CHOSEN, "assumed", bounds=FRACTION, latex=r"\tau_J"),
    param("kapc", 0.0, "1/fold", "inhibition of Notch by Jagged1 of the same cell (0 is off)", f"form: {BOARETO}", "assumed", bounds=(0.0, 10.0), off=0.0, latex=r"\kappa_c"),
    param("Knich", 1e8, "cell", "tumour cells at which contact with the niche halves", CHOSEN, "assumed", human=1e12, latex="K_{niche}"),
    param("KN", 1.65, "fold", "Jagged1 for half of Notch activity", f"{TUNED}; human {PROGRESSION}", "assumed", human=0.513, human_earlier=1.65, human_kind="derived"),
    param("hN", 2.0, "1", "Hill exponent of Notch activity", f"chosen; {BOARETO} uses 2 for Delta, 5 for Jagged", "assumed", bounds=(0.5, 8.0)),
    param("kN", 12.0, "1/day", "turnover of the Notch intracellular domain", f"{BOARETO}: 0.5 per hour", "published"),
    param("protection_max", 0.98, "fraction", "largest share of drug kill that Notch blocks", CHOSEN, "assumed", bounds=FRACTION, latex=r"\pi"),
    # Resistance
    param("kkP", 0.27, "1/day", "largest kill by paclitaxel, the measure of other taxanes", f"{TUNED}; human chosen so that the pair still gives a deep response", "assumed", human=0.2),
    param("rho", 100.0, "fold", "how much more drug a resistant cell needs", QSP_TNBC, "published", latex=r"\rho"),
    param("cR", 0.05, "fraction", "growth cost of resistance", CHOSEN, "assumed", bounds=FRACTION),
    param("mP", 1e-6, "fraction", "mutation to taxane resistance, per division", f"chosen; {QSP_TNBC} uses far more", "assumed", human=1e-7),
    param("mC", 1e-6, "fraction", "mutation to platinum resistance, per division", CHOSEN, "assumed", human=1e-7),
    param("u0", 0.02, "1/day", "entry into persistence, needs drug and Notch", CHOSEN, "assumed", bounds=(0.0, 0.2)),
    param("v0", 0.1, "1/day", "exit from persistence, needs absence of drug", CHOSEN, "assumed", human=0.05),
    param("xi", 0.05, "fraction", "drug kill of persisters, as a share of that of dividing cells", CHOSEN, "assumed", bounds=FRACTION, latex=r"\xi"),
    param("fRP", 1e-5, "fraction", "taxane-resistant share at day 0", CHOSEN, "assumed", human=1e-6, bounds=MINORITY),
    param("fRC", 1e-5, "fraction", "platinum-resistant share at day 0", CHOSEN, "assumed", human=1e-6, bounds=MINORITY),
    param("fQ", 1e-3, "fraction", "persisting share at day 0", CHOSEN, "assumed", bounds=MINORITY),
    # The species
    param("body_weight", 0.025, "kg_bw", "body weight", "a laboratory mouse; a standard patient", "assumed", human=70.0, latex="m_b"),
    param("weight_per_surface", 3.0, "kg_bw/m2", "body weight over body surface", "standard factor for converting doses between species", "published", human=37.0, latex="k_m"),
    param("nmol_per_mg_kDa", 1000.0, "nmol*kDa/mg", "nanomoles in a milligram, times kilodaltons", "definition of the units", "derived", bounds=(1000.0, 1000.0), latex="c_u"),
    param("ug_per_mg", 1000.0, "ug/mg", "micrograms in a milligram", "definition of the units", "derived", bounds=(1000.0, 1000.0), latex="c_m"),
)  # fmt: skip

STATES = (
    state("pre_osteoblasts", "fold", "pre-osteoblasts and marrow stromal cells", "R"),
    state("osteoblasts", "fold", "osteoblasts", "B"),
    state("osteoclasts", "fold", "active osteoclasts", "C"),
    state("bone_volume", "percent", "bone volume, of healthy", "Z", 1e-7),
    state("tgf_beta", "fold", "active TGF-beta in the marrow", "G"),
    state("osteoblast_jagged1", "fold", "Jagged1 per osteoblast", "J_B"),
    state("tumour_jagged1", "fold", "Jagged1 per tumour cell", "J_T"),
    state("notch_activity", "fraction", "Notch activity in tumour cells", "N", 1e-12),
    state("sensitive_cells", "cell", "drug-sensitive tumour cells", "S", 1e-6),
    state("persisters", "cell", "persisting tumour cells, which do not divide", "Q", 1e-6),
    state("taxane_resistant", "cell", "tumour cells that resist taxanes", "R_T", 1e-8),
    state("platinum_resistant", "cell", "tumour cells that resist platinum drugs", "R_P", 1e-8),
    state("apoptotic_cells", "cell", "cleaved-caspase-3 positive tumour cells", "A", 1e-6),
)

EFFECTS = (
    effect("kill_sensitive", "1/day", "drug kill of sensitive cells without Notch", r"\phi_S"),
    effect("kill_taxane", "1/day", "drug kill of taxane-resistant cells without Notch", r"\phi_T"),
    effect("kill_platinum", "1/day", "drug kill of platinum-resistant cells without Notch", r"\phi_P"),
    effect("exposure", "fraction", "share of the largest chemotherapy effect", r"\eta", Combine.UNION),
    effect("jagged1_induction", "fraction", "share of the largest Jagged1 rise", r"\chi", Combine.UNION),
    effect("jagged1_occupancy", "fraction", "share of Jagged1 that is blocked", r"\theta_J", Combine.UNION),
    effect("notch_block", "fraction", "share of Notch that is blocked, whatever Jagged1 it meets", r"\theta_N", Combine.UNION),
    effect("osteoclast_death", "fold", "extra osteoclast death, of its healthy rate", r"\delta_C"),
    effect("resorption_block", "fraction", "share of resorption that is blocked", "i_q", Combine.UNION),
    effect("rankl_binding", "fold", "binding of RANKL to an inhibitor", "b_I"),
)  # fmt: skip

SIGNALS = (
    signal("tumour_cells", "cell", "living tumour cells", "T"),
    signal("bone_wide", "fraction", "share of the tumour's bone-wide effect", r"\tau"),
    signal("tgf_beta_response", "fraction", "tumour response to TGF-beta, 0 in health", r"\Gamma"),
    signal("pthrp", "fold", "tumour PTHrP, over basal PTH, at its quasi-steady state", "P"),
    signal("rankl_capacity", "pmol/L", "RANKL that pre-osteoblasts can carry", r"\rho_L"),
    signal("opg", "fold", "binding of RANKL to OPG", "O"),
    signal("rank_bound", "pmol/L", "RANKL bound to RANK", "b_R"),
    signal("rank_bound_unblocked", "pmol/L", "RANKL bound to RANK without an inhibitor", "b_U"),
    signal("rank_bound_healthy", "pmol/L", "RANKL bound to RANK in health", "b_0"),
    signal("rankl", "fold", "RANK activation by RANKL, over health", r"\lambda"),
    signal("rankl_block", "fraction", "share of RANK activation lost to an inhibitor", "i_R"),
    signal("activation", "fold", "TGF-beta activation, over health", r"\pi_A"),
    signal("repression", "fold", "TGF-beta repression, over health", r"\pi_R"),
    signal("resorption", "fold", "bone resorption, over health", "q"),
    signal("free_osteoblast_jagged1", "fold", "Jagged1 per osteoblast that is not blocked", "j_B"),
    signal("free_tumour_jagged1", "fold", "Jagged1 per tumour cell that is not blocked", "j_T"),
    signal("niche", "fold", "osteoblast-lineage cells near a tumour cell, over health", "L"),
    signal("notch_input", "fold", "Jagged1 that a tumour cell meets", "x_N"),
    signal("stromal_notch", "fraction", "stromal Notch activity from tumour Jagged1", "h_J"),
    signal("birth", "1/day", "tumour birth rate", "r"),
    signal("death", "1/day", "basal apoptosis", "d"),
    signal("unprotected", "fraction", "share of drug kill that Notch lets through", "u"),
    signal("kill_rate", "1/day", "drug kill of sensitive cells in the niche", "k_S"),
    signal("division_sensitive", "fraction", "share of division that is left to few sensitive cells", "g_S"),
    signal("division_taxane", "fraction", "share of division that is left to few taxane-resistant cells", "g_T"),
    signal("division_platinum", "fraction", "share of division that is left to few platinum-resistant cells", "g_P"),
    signal("persistence_entry", "1/day", "entry into persistence", "u_Q"),
    signal("persistence_exit", "1/day", "exit from persistence", "v_Q"),
)  # fmt: skip

READOUTS = (
    readout("bone_mass_percent", "percent", "bone mass, of healthy"),
    readout("tumour_cells", "cell", "tumour burden: living tumour cells"),
    readout("apoptosis_percent", "percent", "cleaved-caspase-3 positive share of tumour cells"),
    readout("osteoclasts_fold", "fold", "osteoclasts, of healthy"),
    readout("osteoblasts_fold", "fold", "osteoblasts, of healthy"),
    readout("osteoblast_jagged1_fold", "fold", "Jagged1 per osteoblast, of wild type"),
    readout("free_jagged1_fold", "fold", "Jagged1 per osteoblast that the antibody leaves free"),
    readout("notch_activity", "fraction", "Notch activity in tumour cells"),
    readout("resistant_fraction", "fraction", "share of resistant clones among living cells"),
    readout("sensitive_cells", "cell", "sensitive clone", detail=True),
    readout("persister_cells", "cell", "persisters", detail=True),
    readout("taxane_resistant_cells", "cell", "taxane-resistant clone", detail=True),
    readout("platinum_resistant_cells", "cell", "platinum-resistant clone", detail=True),
    readout("tgf_beta_fold", "fold", "active TGF-beta, of healthy", detail=True),
    readout("pthrp_fold", "fold", "tumour PTHrP, over basal PTH", detail=True),
    readout("resorption_fold", "fold", "bone resorption, of healthy", detail=True),
    readout("kill_per_day", "1/day", "drug kill that reaches sensitive cells", detail=True),
)

CONTROLS = "standard errors of the light of untreated mice (Canon 2008, Blake 2014, Miller 2014), 10 a group assumed"
SPREADS = (
    spread("T0", "tumour cells that take", f"mouse, 0.65 to 1.7: {CONTROLS}; patient {CHOSEN}", mouse=(0.9, "derived"), human=(1.0, "assumed")),
    spread("growth", "net growth of the tumour, r0 - d0", f"mouse, within a study, 0.10 to 0.22: {CONTROLS}; patient: doubling in 66 to 521 days of 69 primary tumours (Zhang 2017, Med Sci Monit 23:3147)", mouse=(0.12, "derived"), human=(0.6, "derived")),
    spread("JB0", "Jagged1 of an osteoblast", CHOSEN, mouse=(0.2, "assumed")),
    spread("JT0", "Jagged1 of a tumour cell", CHOSEN, mouse=(0.2, "assumed")),
    spread("Imax", "rise of Jagged1 under chemotherapy", CHOSEN, mouse=(0.2, "assumed")),
    spread("kkP", "largest kill by paclitaxel, the measure of other taxanes", CHOSEN, mouse=(0.35, "assumed"), human=(0.35, "assumed")),
    spread("bone", "bone volume before the tumour, as a reading of bone has it", "coefficient of variation of 35 % of 11 mice without a tumour", mouse=(0.33, "derived")),
    spread("light", "error of each reading of light", "residuals of the measured light curves", mouse=(0.35, "derived")),
)  # fmt: skip
"""How animals and patients differ. `growth`, `bone` and `light` are no constants: see
analysis/cohort/draws.py."""

HOSTS = {"wild-type": {"JB0": 1.0}, "transgenic": {"JB0": 6.0}, "knock-out": {"JB0": 0.0}}
TUMOURS = {"jagged1-low": {"JT0": 0.1}, "jagged1-high": {"JT0": 4.0}, "none": {"T0": 0.0}}


def tgf_activation(g, p):
    """Activation by TGF-beta, 1 in health."""
    return ((g + p.f0 * p.kap1) / (g + p.kap1)) / ((1 + p.f0 * p.kap1) / (1 + p.kap1))


def tgf_repression(g, p):
    """Release of pre-osteoblasts as TGF-beta falls, 1 in health."""
    return (1 + p.kap2) / (g + p.kap2)


def bound_to_rank(capacity, opg, inhibitor, p):
    """RANKL bound to RANK: carried by pre-osteoblasts, caught by OPG and inhibitors."""
    free = 1 + p.aRK + opg + inhibitor
    return p.aRK * capacity / free * p.betL / (p.betL + p.degL * capacity)


def niche_density(lineage, p):
    """Contact with the osteoblast lineage, 1 in health."""
    return (1 + p.KL) * lineage / (p.KL + lineage)


def notch_target(osteoblast_jagged1, tumour_jagged1, niche, tumour_cells, p):
    """Jagged1 that a tumour cell meets: from the niche and from its neighbours."""
    from_cells = osteoblast_jagged1 * niche + p.tauJ * tumour_jagged1
    return from_cells / ((1 + p.kapc * tumour_jagged1) * (1 + tumour_cells / p.Knich))


def division_gate(cells, p):
    """Share of division that is left when a clone is smaller than a cell: 1 when it is large."""
    return 1 - p.gate * (1 - hill(cells, p.nE, p.hE))


def start(p):
    """Healthy bone, and the tumour at day 0 with its apoptotic share in balance."""
    notch = hill(notch_target(p.JB0, p.JT0, 1, 0 * p.T0, p), p.KN, p.hN)
    death = p.d0 * (1 - p.bN * notch)
    return {
        "pre_osteoblasts": 1,
        "osteoblasts": 1,
        "osteoclasts": 1,
        "bone_volume": p.Z0,
        "tgf_beta": 1,
        "osteoblast_jagged1": p.JB0,
        "tumour_jagged1": p.JT0,
        "notch_activity": notch,
        "sensitive_cells": p.T0 * (1 - p.fQ - p.fRP - p.fRC),
        "persisters": p.T0 * p.fQ,
        "taxane_resistant": p.T0 * p.fRP,
        "platinum_resistant": p.T0 * p.fRC,
        "apoptotic_cells": death * p.T0 / (p.kA + p.r0 - death),
    }


def rates(x, p, effects, signal):
    """Time derivatives of all states, per day."""
    tumour = signal(
        "tumour_cells",
        x.sensitive_cells + x.persisters + x.taxane_resistant + x.platinum_resistant,
    )
    growth_factor = signal("tgf_beta_response", saturation(x.tgf_beta, p.KGam) - 1 / (p.KGam + 1))
    free = 1 - effects.jagged1_occupancy
    on_tumour = signal("free_tumour_jagged1", x.tumour_jagged1 * free)
    on_osteoblasts = signal("free_osteoblast_jagged1", x.osteoblast_jagged1 * free)
    stromal = signal("stromal_notch", saturation(on_tumour, p.KO) * (1 - effects.notch_block))
    return (
        remodelling(x, p, effects, signal, tumour, growth_factor, stromal)
        | niche(x, p, effects, signal, tumour, growth_factor, on_osteoblasts, on_tumour)
        | growth(x, p, effects, signal, tumour, growth_factor, stromal)
    )


def remodelling(x, p, effects, signal, tumour, growth_factor, stromal):
    """Bone cells, bone volume and TGF-beta; the tumour acts through PTHrP and Jagged1."""
    wide = signal("bone_wide", saturation(tumour, p.Kmu))
    pthrp = signal("pthrp", p.sP * wide * (1 + p.aP * growth_factor))
    raised, lowered = (1 + p.Kpa) / (1 + pthrp + p.Kpa), (1 + p.Kpr) / (1 + pthrp + p.Kpr)
    capacity = signal("rankl_capacity", p.rho0 * x.pre_osteoblasts * ((1 + pthrp) * raised))
    opg = signal("opg", p.bOPG * x.osteoblasts * lowered)
    bound = signal("rank_bound", bound_to_rank(capacity, opg, effects.rankl_binding, p))
    unblocked = signal("rank_bound_unblocked", bound_to_rank(capacity, opg, 0, p))
    healthy = signal("rank_bound_healthy", bound_to_rank(p.rho0, p.bOPG, 0, p))
    rankl = signal("rankl", saturation(bound, p.KRL) / saturation(healthy, p.KRL))
    lost = signal("rankl_block", 1 - saturation(bound, p.KRL) / saturation(unblocked, p.KRL))
    on = signal("activation", tgf_activation(x.tgf_beta, p))
    off = signal("repression", tgf_repression(x.tgf_beta, p))
    resorption = signal("resorption", x.osteoclasts * (1 - effects.resorption_block))
    signalled = p.fL + (1 - p.fL) * rankl
    formation = signalled * (1 + p.epsC * wide * stromal)
    lost_osteoblasts = p.ome * wide
    death = on + effects.osteoclast_death + p.eI * lost
    return {
        "pre_osteoblasts": p.kR * (on - x.pre_osteoblasts * (off + p.omR * lost_osteoblasts)),
        "osteoblasts": p.kB * (off * x.pre_osteoblasts - x.osteoblasts * (1 + lost_osteoblasts)),
        "osteoclasts": p.kC * (formation - x.osteoclasts * death),
        "bone_volume": p.kZ * (p.Z0 * x.osteoblasts - resorption * x.bone_volume),
        "tgf_beta": p.kG * (resorption * x.bone_volume / p.Z0 - x.tgf_beta),
    }


def niche(x, p, effects, signal, tumour, growth_factor, on_osteoblasts, on_tumour):
    """Jagged1 on both cell types, and the Notch activity that it raises in tumour cells."""
    lineage = p.wR * x.pre_osteoblasts + (1 - p.wR) * x.osteoblasts
    contact = signal("niche", niche_density(lineage, p))
    met = signal("notch_input", notch_target(on_osteoblasts, on_tumour, contact, tumour, p))
    heard = hill(met, p.KN, p.hN) * (1 - effects.notch_block)
    induced = p.JB0 * (1 + p.Imax * effects.jagged1_induction)
    return {
        "osteoblast_jagged1": p.kJ * (induced - x.osteoblast_jagged1),
        "tumour_jagged1": p.kJT * (p.JT0 * (1 + p.aJT * growth_factor) - x.tumour_jagged1),
        "notch_activity": p.kN * (heard - x.notch_activity),
    }


def growth(x, p, effects, signal, tumour, growth_factor, stromal):
    """Clones, persisters and apoptotic cells."""
    gain = 1 + p.aN * x.notch_activity + p.aO * saturation(tumour, p.Kloc) * stromal
    cycle = p.aG * growth_factor / (1 + p.gK * tumour)
    birth = signal("birth", p.r0 * (1 + cycle) * gain)
    spared = exponential(-p.sG * growth_factor)
    death = signal("death", p.d0 * (1 - p.bN * x.notch_activity) * spared)
    through = signal("unprotected", 1 - p.protection_max * x.notch_activity)
    kill = signal("kill_rate", effects.kill_sensitive * through)
    kill_taxane = effects.kill_taxane * through
    kill_platinum = effects.kill_platinum * through
    enter = signal("persistence_entry", p.u0 * x.notch_activity * effects.exposure)
    leave = signal("persistence_exit", p.v0 * (1 - effects.exposure))
    sensitive, taxane, platinum = x.sensitive_cells, x.taxane_resistant, x.platinum_resistant
    divide = birth * signal("division_sensitive", division_gate(sensitive, p))
    divide_taxane = birth * signal("division_taxane", division_gate(taxane, p))
    divide_platinum = birth * signal("division_platinum", division_gate(platinum, p))
    room = 1 - tumour / p.K
    dying = kill * (sensitive + p.xi * x.persisters) + kill_taxane * taxane
    return {
        "sensitive_cells": (divide * (room - p.mP - p.mC) - death - kill - enter) * sensitive
        + leave * x.persisters,
        "persisters": enter * sensitive - (leave + death + p.xi * kill) * x.persisters,
        "taxane_resistant": (divide_taxane * (room - p.cR) - death - kill_taxane) * taxane
        + p.mP * birth * sensitive,
        "platinum_resistant": (divide_platinum * (room - p.cR) - death - kill_platinum) * platinum
        + p.mC * birth * sensitive,
        "apoptotic_cells": death * tumour
        + dying
        + kill_platinum * platinum
        - p.kA * x.apoptotic_cells,
    }


def report(x, p, s):
    """The read-outs, from states, constants and signals of one moment.

    A share of nothing is 0: shares fade where there is less than one cell to have a share of.
    """
    whole = x.apoptotic_cells + s.tumour_cells
    dying = ratio(x.apoptotic_cells, whole) * hill(whole, p.nE, A_CELL)
    resistant = ratio(x.taxane_resistant + x.platinum_resistant, s.tumour_cells)
    return {
        "bone_mass_percent": x.bone_volume,
        "tumour_cells": s.tumour_cells,
        "apoptosis_percent": p.Z0 * dying,
        "osteoclasts_fold": x.osteoclasts,
        "osteoblasts_fold": x.osteoblasts,
        "osteoblast_jagged1_fold": x.osteoblast_jagged1,
        "free_jagged1_fold": s.free_osteoblast_jagged1,
        "notch_activity": x.notch_activity,
        "resistant_fraction": resistant * hill(s.tumour_cells, p.nE, A_CELL),
        "sensitive_cells": x.sensitive_cells,
        "persister_cells": x.persisters,
        "taxane_resistant_cells": x.taxane_resistant,
        "platinum_resistant_cells": x.platinum_resistant,
        "tgf_beta_fold": x.tgf_beta,
        "pthrp_fold": s.pthrp,
        "resorption_fold": s.resorption,
        "kill_per_day": s.kill_rate,
    }


MODEL = Model(
    name="bone_metastasis",
    params=PARAMS,
    states=STATES,
    effects=EFFECTS,
    signals=SIGNALS,
    readouts=READOUTS,
    clones=("taxane", "platinum"),
    hosts=HOSTS,
    tumours=TUMOURS,
    start=start,
    rates=rates,
    report=report,
    spreads=SPREADS,
)
