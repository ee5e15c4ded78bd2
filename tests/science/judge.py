"""A second, independent implementation of the bone metastasis model, for tests only.

It shares no code with the package and is written as plainly as possible: one function,
`rates`, in the symbols of the printed equations, integrated by `scipy.integrate.solve_ivp`
in pieces between dose events at a relative tolerance of 1e-8. With its default switches it is
the model of parameter set `reference-2026`: PTHrP as a state, no extinction gate, KL = 0.5,
RANKL inhibitor not given. `test_judge.py` holds it to `reference.csv`.

    run(treatments=[Dose("paclitaxel", 10, schedule(7, 3.5, 42))])
    run(overrides={"KL": 0.02}, gate=True, pthrp="quasi-steady")   # measure a change
    reference_run("mouse", "jagged1-low transgenic", "paclitaxel+15D11")

Units: days, cells, mg/kg (paclitaxel, cisplatin), nmol/kg (antibodies), ug/kg (zoledronate);
bone states are folds of health, bone volume is % of health.
"""
# ruff: noqa: E741  (I, O and l are symbols of the equations)

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numba import njit
from numpy.typing import NDArray
from scipy.integrate import solve_ivp

STATES = tuple("R B C Z G P JB JT N S Q RP RC A X0 X1 X2 XE Y0 Y1 YD M0 M1 M2 W H0 H1 H2".split())
"""The 25 states in their printed order, then the RANKL inhibitor (nmol/kg): depot, central,
peripheral. R pre-osteoblasts, B osteoblasts, C osteoclasts, Z bone volume, G TGF-beta, P PTHrP,
JB and JT Jagged1 on osteoblasts and tumour cells, N NICD, S sensitive cells, Q persisters,
RP and RC paclitaxel- and cisplatin-resistant clones, A apoptotic cells, X paclitaxel,
Y cisplatin, M antibody 15D11, W zoledronate on bone."""

CELLS = frozenset({"S", "Q", "RP", "RC", "A"})

# fmt: off
MOUSE: Mapping[str, float] = dict(
    # bone
    kap1=5.633, kap2=1.754, f0=0.05, kR=0.1703, kB=0.189, kC=0.1353, Kpa=51.6, Kpr=0.07657,
    rho0=31.85, betL=168.4, degL=10.13, aRK=0.3412, bOPG=18.44, KRL=4.457, kZ=0.022, kG=4.0,
    # tumour on bone, and bone on tumour
    kP=86.0, sP=1.17, aP=1.0, Kmu=5e5, Kloc=1e4, ome=1.43, epsC=1.16, KO=1.0,
    r0=0.187, d0=0.02, K=3e8, aG=0.336, KGam=2.0, aN=0.15, aO=0.465, bN=0.2, kA=1.0, sG=0.0,
    # Jagged1, Notch and the niche
    JB0=1.0, kJ=0.7, Imax=2.9, JT0=0.1, kJT=0.7, aJT=1.0, wR=0.5, KL=0.5, tauJ=0.02, kapc=0.0,
    Knich=1e8, KN=1.65, hN=2.0, kN=12.0, pi=0.98,
    # chemotherapy: effect, resistance, persistence
    kkP=0.27, EP=0.079, hP=1.0, EJP=0.03, kkC=0.3, EC=0.02, hC=1.0, EJC=0.01, rho=100.0,
    cR=0.05, mP=1e-6, mC=1e-6, u0=0.02, v0=0.1, xi=0.05,
    # paclitaxel and cisplatin
    kaX=6.0, FX=1.0, VX=0.81, k10X=20.832, k12X=0.144, k21X=2.0112, keX=1.0,
    kaY=48.0, FY=1.0, VY=0.4, k10Y=72.0, kD=0.7,
    # antibody 15D11
    kaM=4.0, FM=1.0, CLM=0.0083, V1M=0.0726, V2M=0.0553, QM=0.0312, U=5.0, kint=1.0, Kss=1.0,
    BCb=0.0727, MWab=150.0,
    # zoledronate
    Fbone=0.5, kW=0.0125, eW=2.0, iW=0.6, W50=20.0,
    # RANKL inhibitor: OPG-Fc (Vm = 0, so that Km does nothing)
    kaH=0.314, FH=0.3, CLH=0.035, V1H=0.05, V2H=0.012, QH=0.006, VmH=0.0, KmH=1.0, KI=107.6,
    MWH=92.5, eI=3.0,
    # cells at the start
    T0=2000.0, fRP=1e-5, fRC=1e-5, fQ=1e-3,
    # terms that came later, off
    gK=0.0, omR=0.0, fL=0.0, VmX=0.0, KmX=1.0,
)

HUMAN: Mapping[str, float] = dict(
    MOUSE, kZ=0.0007671, Kmu=1e10, Kloc=2e8, r0=0.0115, d0=0.002, K=1e12, Knich=1e12,
    mP=1e-7, mC=1e-7, v0=0.05, VX=0.2259, k10X=33.4, k12X=13.6, k21X=1.163, VY=0.3108,
    k10Y=32.4, CLM=0.002857, V1M=0.05157, V2M=0.03929, QM=0.01067, kW=0.00231, W50=10.0,
    # denosumab
    kaH=0.2567, FH=0.61, CLH=0.001182, V1H=0.0397, V2H=0.0189, QH=0.0064, VmH=0.00725,
    KmH=1.28, KI=26.5, MWH=147.0,
    T0=3e7, fRP=1e-6, fRC=1e-6,
)

# The printed constants are rounded; `reference.csv` was computed before rounding. These lie
# within the rounding of the printed values (tested) and meet it a hundred times more closely.
_BONE = dict(
    kap1=4.5455e-3 / 8.0696e-4, kap2=1.41562e-3 / 8.0696e-4, kR=0.17033, kC=0.135259,
    Kpr=0.0765675, rho0=31.848, betL=168.42, degL=10.1325, aRK=0.34118, bOPG=18.438, KRL=4.4575,
)
BEFORE_ROUNDING: Mapping[str, Mapping[str, float]] = {
    "mouse": _BONE,
    "human": dict(
        _BONE, kZ=0.28 / 365, VX=8.36 / 37, VY=11.5 / 37, CLM=0.200 / 70, V1M=3.61 / 70,
        V2M=2.75 / 70, QM=0.747 / 70,
    ),
}
# fmt: on

SPECIES = {"mouse": MOUSE, "human": HUMAN}
HOSTS = {"wild-type": {"JB0": 1.0}, "transgenic": {"JB0": 6.0}, "knock-out": {"JB0": 0.0}}
TUMOURS = {"jagged1-low": {"JT0": 0.1}, "jagged1-high": {"JT0": 4.0}, "none": {"T0": 0.0}}
WEIGHT_KG = 70.0
HUMAN_KG_PER_M2 = 37.0
DRUGS = {  # where a depot dose and a direct dose go
    "paclitaxel": ("X0", "X1"),
    "cisplatin": ("Y0", "Y1"),
    "15D11": ("M0", "M1"),
    "zoledronate": ("W", "W"),
    "rankl-inhibitor": ("H0", "H1"),
}
ROUTES = ("iv", "ip", "sc", "infusion")


@dataclass(frozen=True)
class Dose:
    """The same amount of one drug on every one of `days`.

    `amount` in the unit of the species: mouse mg/kg, zoledronate ug/kg; human mg/m2 for
    paclitaxel and cisplatin, mg/kg for 15D11, mg for zoledronate and rankl-inhibitor.
    `route` is iv, ip, sc or infusion (constant rate over `hours`).
    """

    drug: str
    amount: float
    days: Sequence[float]
    route: str = "ip"
    hours: float = 0.0

    def __post_init__(self) -> None:
        if self.drug not in DRUGS:
            raise ValueError(f"drug is {self.drug!r}, must be one of {', '.join(DRUGS)}")
        if self.route not in ROUTES:
            raise ValueError(f"route is {self.route!r}, must be one of {', '.join(ROUTES)}")
        if (self.route == "infusion") != (self.hours > 0):
            raise ValueError(f"hours is {self.hours}: above 0 for an infusion, 0 otherwise")


def schedule(start: float, every: float, until: float) -> tuple[float, ...]:
    """Days start, start + every, ... before `until`."""
    return tuple(start + every * k for k in range(math.ceil((until - start) / every)))


@njit
def hill(x, K, h):
    return x**h / (K**h + x**h) if x > 0 else 0.0


@njit
def piA(G, q):
    return ((G + q.f0 * q.kap1) / (G + q.kap1)) / ((1 + q.f0 * q.kap1) / (1 + q.kap1))


@njit
def piR(G, q):
    return (1 + q.kap2) / (G + q.kap2)


@njit
def Gam(G, q):
    return G / (q.KGam + G) - 1 / (q.KGam + 1)


@njit
def F(R, B, P, I, q):
    """Share of RANK occupied by RANKL, with competing inhibitor I."""
    cap = q.rho0 * R * ((1 + P) * (1 + q.Kpa) / (1 + P + q.Kpa))
    opg = q.bOPG * B * ((1 + q.Kpr) / (1 + P + q.Kpr))
    c = q.aRK * cap / (1 + q.aRK + opg + I) * q.betL / (q.betL + q.degL * cap)
    return c / (c + q.KRL)


@njit
def free_antibody(M1, q):
    """Unbound antibody in plasma, nM; the root in the form without cancellation."""
    c = M1 / q.V1M
    b = c - q.U - q.Kss
    s = math.sqrt(b * b + 4 * q.Kss * c)
    return 2 * q.Kss * c / (s - b) if b < 0 else 0.5 * (b + s)


@njit
def occupancy(M1, q):
    bound = q.BCb * free_antibody(M1, q)
    return bound / (q.Kss + bound)


@njit
def quasi_steady_P(T, G, q):
    return q.sP * T / (q.Kmu + T) * (1 + q.aP * Gam(G, q))


@njit
def resorption(C, W, q):
    return C * (1 - q.iW * W / (q.W50 + W))


@njit
def bone_rates(y, T, P, O, q):
    """R, B, C, Z, G, P."""
    R, B, C, Z, G, W, H1 = y[0], y[1], y[2], y[3], y[4], y[24], y[26]
    tau = T / (q.Kmu + T)
    w = W / (q.W50 + W)
    res = resorption(C, W, q)
    I = q.KI * (H1 / q.V1H)
    lam = F(R, B, P, I, q) / F(1.0, 1.0, 0.0, 0.0, q)
    iR = 1 - F(R, B, P, I, q) / F(R, B, P, 0.0, q)
    formed = lam + q.fL * (1 - lam)
    return (
        q.kR * (piA(G, q) - piR(G, q) * R - q.omR * q.ome * tau * R),
        q.kB * (piR(G, q) * R - B * (1 + q.ome * tau)),
        q.kC * (formed * (1 + q.epsC * O) - C * (piA(G, q) + q.eW * w + q.eI * iR)),
        q.kZ * (100 * B - res * Z),
        q.kG * (res * Z / 100 - G),
        q.kP * (quasi_steady_P(T, G, q) - P),
    )


@njit
def tumour_rates(y, T, OL, q, gate):
    """S, Q, RP, RC, A."""
    G, N, S, Q, RP, RC, A, XE, YD = y[4], y[8], y[9], y[10], y[11], y[12], y[13], y[17], y[20]
    DP, DC = hill(XE, q.EP, q.hP), hill(YD, q.EC, q.hC)
    DPr, DCr = hill(XE, q.rho * q.EP, q.hP), hill(YD, q.rho * q.EC, q.hC)
    D = 1 - (1 - DP) * (1 - DC)
    r = q.r0 * (1 + q.aG * Gam(G, q) / (1 + q.gK * T)) * (1 + q.aN * N + q.aO * OL)
    d = q.d0 * (1 - q.bN * N) * math.exp(-q.sG * Gam(G, q))
    prot = 1 - q.pi * N
    kS = (q.kkP * DP + q.kkC * DC) * prot
    kRP = (q.kkP * DPr + q.kkC * DC) * prot
    kRC = (q.kkP * DP + q.kkC * DCr) * prot
    kQ = q.xi * kS
    rS, rRP, rRC = r, r, r
    if gate:  # divisions only; the mutation inflow below keeps r
        rS, rRP, rRC = r * hill(S, 1.0, 4), r * hill(RP, 1.0, 4), r * hill(RC, 1.0, 4)
    return (
        (rS * (1 - q.mP - q.mC - T / q.K) - d - kS - q.u0 * N * D) * S + q.v0 * (1 - D) * Q,
        q.u0 * N * D * S - (q.v0 * (1 - D) + d + kQ) * Q,
        (rRP * (1 - q.cR - T / q.K) - d - kRP) * RP + q.mP * r * S,
        (rRC * (1 - q.cR - T / q.K) - d - kRC) * RC + q.mC * r * S,
        d * T + kS * S + kQ * Q + kRP * RP + kRC * RC - q.kA * A,
    )


@njit
def drug_rates(y, q):
    """X0 X1 X2 XE, Y0 Y1 YD, M0 M1 M2, W, H0 H1 H2."""
    X0, X1, X2, XE, Y0, Y1, YD = y[14], y[15], y[16], y[17], y[18], y[19], y[20]
    M0, M1, M2, W, H0, H1, H2 = y[21], y[22], y[23], y[24], y[25], y[26], y[27]
    Cf = free_antibody(M1, q)
    toM2 = q.QM * Cf - q.QM * M2 / q.V2M
    c1, c2 = H1 / q.V1H, H2 / q.V2H
    saturable = q.VmX * X1 / (q.KmX * q.VX + X1)
    return (
        -q.kaX * X0,
        q.FX * q.kaX * X0 - (q.k10X + q.k12X) * X1 + q.k21X * X2 - saturable,
        q.k12X * X1 - q.k21X * X2,
        q.keX * (X1 / q.VX - XE),
        -q.kaY * Y0,
        q.FY * q.kaY * Y0 - q.k10Y * Y1,
        q.kD * (Y1 / q.VY - YD),
        -q.kaM * M0,
        q.FM * q.kaM * M0 - q.CLM * Cf - q.kint * q.U * q.V1M * Cf / (q.Kss + Cf) - toM2,
        toM2,
        -q.kW * W,
        -q.kaH * H0,
        q.FH * q.kaH * H0 - (q.CLH + q.QH) * c1 + q.QH * c2 - q.VmH * c1 / (q.KmH + c1),
        q.QH * (c1 - c2),
    )


@njit
def rates(t, y, p, infusion, gate, quasi_steady):
    """y' (28 values, per day) of the states y.

    `p` is the one-row array of `parameters`, `infusion` the constant inflow into each
    state. With `quasi_steady` PTHrP is its quasi-steady value and state P stays where it is.
    """
    q = p[0]
    R, B, G, P, JB, JT, N = y[0], y[1], y[4], y[5], y[6], y[7], y[8]
    T = y[9] + y[10] + y[11] + y[12]
    if quasi_steady:
        P = quasi_steady_P(T, G, q)
    theta = occupancy(y[22], q)
    jb, jt = JB * (1 - theta), JT * (1 - theta)
    hj = jt / (q.KO + jt)
    O, OL = T / (q.Kmu + T) * hj, T / (q.Kloc + T) * hj
    l = q.wR * R + (1 - q.wR) * B
    L = (1 + q.KL) * l / (q.KL + l)
    x = (jb * L + q.tauJ * jt) / ((1 + q.kapc * jt) * (1 + T / q.Knich))
    HJ = 1 - (1 - hill(y[17], q.EJP, 1)) * (1 - hill(y[20], q.EJC, 1))
    notch = (
        q.kJ * (q.JB0 * (1 + q.Imax * HJ) - JB),
        q.kJT * (q.JT0 * (1 + q.aJT * Gam(G, q)) - JT),
        q.kN * (hill(x, q.KN, q.hN) - N),
    )
    bone = bone_rates(y, T, P, O, q)
    dy = np.array(bone + notch + tumour_rates(y, T, OL, q, gate) + drug_rates(y, q))
    if quasi_steady:
        dy[5] = 0.0
    return dy + infusion


def parameters(
    species: str = "mouse",
    host: str = "wild-type",
    tumour: str = "jagged1-low",
    induction: float = 3.9,
    overrides: Mapping[str, float] | None = None,
) -> NDArray[np.void]:
    """Constants of one run, a structured array of one row (`p["kkP"]`); overrides win.

    `induction` is the largest fold of osteoblast Jagged1 under chemotherapy, Imax + 1.
    Raises ValueError for a symbol that the model does not have.
    """
    values = {**SPECIES[species], **HOSTS[host], **TUMOURS[tumour], "Imax": induction - 1}
    unknown = sorted(set(overrides or {}) - set(values))
    if unknown:
        raise ValueError(f"no such parameter: {', '.join(unknown)}")
    values.update(overrides or {})
    row = [tuple(float(v) for v in values.values())]
    return np.array(row, dtype=[(name, "f8") for name in values])


def start(p: NDArray[np.void]) -> NDArray[np.float64]:
    """Initial states: healthy bone, the tumour of T0 cells, apoptotic cells in balance."""
    q = p.view(np.recarray)[0]
    N = hill((q.JB0 + q.tauJ * q.JT0) / (1 + q.kapc * q.JT0), q.KN, q.hN)
    d = q.d0 * (1 - q.bN * N)
    given = {"R": 1, "B": 1, "C": 1, "Z": 100, "G": 1, "JB": q.JB0, "JT": q.JT0, "N": N}
    given |= {"S": q.T0 * (1 - q.fQ - q.fRP - q.fRC), "Q": q.fQ * q.T0}
    given |= {"RP": q.fRP * q.T0, "RC": q.fRC * q.T0, "A": d * q.T0 / (q.kA + q.r0 - d)}
    return np.array([given.get(s, 0.0) for s in STATES], dtype=float)


def _body_amount(dose: Dose, species: str, q: np.record) -> float:
    """The dose in the unit of the state that takes it up."""
    human = species == "human"
    if dose.drug == "15D11":
        return dose.amount * 1000 / q.MWab
    if dose.drug == "zoledronate":
        return q.Fbone * (dose.amount * 1000 / WEIGHT_KG if human else dose.amount)
    if dose.drug == "rankl-inhibitor":
        return (dose.amount / WEIGHT_KG if human else dose.amount) * 1000 / q.MWH
    return dose.amount / HUMAN_KG_PER_M2 if human else dose.amount


@dataclass(frozen=True)
class _Intake:
    """One dose: `amount` into state number `state` from day `begin` to `end` (equal: at once)."""

    begin: float
    end: float
    state: int
    amount: float


def _intakes(treatments: Iterable[Dose], species: str, q: np.record) -> list[_Intake]:
    out = []
    for dose in treatments:
        depot, direct = DRUGS[dose.drug]
        state = STATES.index(depot if dose.route in ("ip", "sc") else direct)
        amount = _body_amount(dose, species, q)
        out += [_Intake(day, day + dose.hours / 24, state, amount) for day in dose.days]
    return out


def _apply(y: NDArray[np.float64], intakes: list[_Intake], t: float) -> NDArray[np.float64]:
    y = y.copy()
    for i in intakes:
        if i.begin == i.end == t:
            y[i.state] += i.amount
    return y


def _infusion(intakes: list[_Intake], t: float) -> NDArray[np.float64]:
    flow = np.zeros(len(STATES))
    for i in intakes:
        if i.begin <= t < i.end:
            flow[i.state] += i.amount / (i.end - i.begin)
    return flow


def _counts(cells) -> NDArray[np.float64]:
    """How far there is anything to have a share of: 0 well below one cell, 1 above."""
    return np.maximum(cells, 0) ** 4 / (1 + np.maximum(cells, 0) ** 4)


def _readings(day, y, q, quasi_steady) -> dict[str, NDArray[np.float64]]:
    s = dict(zip(STATES, y, strict=True))
    T = s["S"] + s["Q"] + s["RP"] + s["RC"]
    some = np.where(T > 0, T, 1.0)  # without a tumour every share of it is 0
    if quasi_steady:
        s["P"] = np.array([quasi_steady_P(*v, q) for v in zip(T, s["G"], strict=True)])
    theta = np.array([occupancy(m, q) for m in s["M1"]])
    return {
        "day": day,
        "tumour_cells": T,
        "bone_mass_percent": s["Z"],
        "apoptosis_percent": 100 * s["A"] / (s["A"] + some) * _counts(s["A"] + T),
        "osteoclasts_fold": s["C"],
        "osteoblasts_fold": s["B"],
        "osteoblast_jagged1_fold": s["JB"],
        "free_jagged1_fold": s["JB"] * (1 - theta),
        "notch_activity": s["N"],
        "resistant_fraction": (s["RP"] + s["RC"]) / some * _counts(T),
        "persister_fraction": s["Q"] / some,
        "resorption_fold": resorption(s["C"], s["W"], q) * s["Z"] / 100,
        "paclitaxel_mg_per_L": s["X1"] / q.VX,
        "15D11_nM": s["M1"] / q.V1M,
    } | s


def run(
    species: str = "mouse",
    host: str = "wild-type",
    tumour: str = "jagged1-low",
    induction: float = 3.9,
    treatments: Iterable[Dose] = (),
    days: float = 42.0,
    overrides: Mapping[str, float] | None = None,
    gate: bool = False,
    pthrp: str = "state",
    times: Sequence[float] | NDArray[np.float64] | None = None,
    rtol: float = 1e-8,
    method: str = "LSODA",
) -> dict[str, NDArray[np.float64]]:
    """Integrate one scenario; arrays over `times` by the name of a reading or of a state.

    Keys: `day`, the columns of `reference.csv`, `free_jagged1_fold`, `persister_fraction`,
    `resorption_fold` (CTX: osteoclasts times what zoledronate leaves them, per bone volume),
    `paclitaxel_mg_per_L`, `15D11_nM`, and every symbol of `STATES`.

    `times` increase within [0, days] (default: every day); at a dose the value after it.
    `gate` multiplies each clone's division by n^4/(1 + n^4); `pthrp` is "state" or
    "quasi-steady". Raises ValueError for wrong input, RuntimeError when the solver fails.
    """
    if pthrp not in ("state", "quasi-steady"):
        raise ValueError(f"pthrp is {pthrp!r}, must be state or quasi-steady")
    t = np.arange(days + 1.0) if times is None else np.asarray(times, dtype=float)
    if np.any(np.diff(t) <= 0) or t[0] < 0 or t[-1] > days:
        raise ValueError(f"times must increase within 0 and {days}")
    p = parameters(species, host, tumour, induction, overrides)
    q = p.view(np.recarray)[0]  # constants by attribute, outside compiled code
    intakes = _intakes(treatments, species, q)
    marks = {e for i in intakes for e in (i.begin, i.end) if 0 < e < days}
    cuts = sorted({0.0, float(days)} | marks)
    finer = {"X1": 1e-11, "X2": 1e-11}  # paclitaxel all but leaves between doses
    atol = [1e-6 if s in CELLS else finer.get(s, 1e-9) for s in STATES]
    y, parts = start(p), []
    for a, b in pairwise(cuts):
        y = _apply(y, intakes, a)
        extra = (p, _infusion(intakes, a), gate, pthrp == "quasi-steady")
        at = np.append(t[(t >= a) & (t < b)], b)
        piece = solve_ivp(rates, (a, b), y, method, at, rtol=rtol, atol=atol, args=extra)
        if not piece.success or not np.isfinite(piece.y).all():
            raise RuntimeError(f"no solution from day {a} to {b}: {piece.message}")
        parts.append(piece.y[:, :-1])
        y = piece.y[:, -1]
    if t[-1] == days:
        parts.append(_apply(y, intakes, days)[:, None])
    return _readings(t, np.hstack(parts), q, pthrp == "quasi-steady")


def protocol(species: str, treatment: str) -> list[Dose]:
    """Doses of a treatment of `reference.csv`, "untreated" or drugs joined by "+".

    Mouse: twice a week (paclitaxel, 15D11) or weekly, from day 7 to before day 42.
    Human: from day 30, "x6" and "x8" that many doses, "continuous" to before day 731.
    """
    doses = []
    for part in () if treatment == "untreated" else treatment.split("+"):
        drug, *length = part.split()
        if species == "mouse":
            amount, every, route = {
                "paclitaxel": (10, 3.5, "ip"),
                "cisplatin": (5, 7, "ip"),
                "15D11": (10, 3.5, "ip"),
                "zoledronate": (100, 7, "iv"),
            }[drug]
            doses.append(Dose(drug, amount, schedule(7, every, 42), route))
            continue
        amount, every, hours = {
            "paclitaxel": (175, 21, 3),
            "cisplatin": (75, 21, 1),
            "15D11": (10, 21, 1),
            "zoledronate": (4, 28, 0),
        }[drug]
        until = 731 if length == ["continuous"] else 30 + every * int(length[0].lstrip("x"))
        route = "infusion" if hours else "iv"
        doses.append(Dose(drug, amount, schedule(30, every, until), route, hours))
    return doses


def reference_run(species: str, host: str, treatment: str, **changes) -> dict:
    """`run` for one arm of `reference.csv`, named as there; `changes` are arguments of `run`.

    `host` is a tumour line, a host and perhaps "no induction".
    """
    tumour, genotype, *no_induction = host.split(maxsplit=2)
    arguments = {
        "species": species,
        "host": genotype,
        "tumour": tumour,
        "induction": 1.0 if no_induction else 3.9,
        "treatments": protocol(species, treatment),
        "days": 42.0 if species == "mouse" else 731.0,
    }
    return run(**(arguments | changes))
