using System.Collections.Immutable;
using System.Globalization;
using static Countersign.Domain.Indicators.IndicatorParameter;

namespace Countersign.Domain.Indicators;

/// <summary>The catalogue of speed and exhaustion.</summary>
internal static class Momentum
{
    public static ImmutableArray<IndicatorDefinition> Definitions =>
    [
        Of("accelerator", "Accelerator oscillator", [.. FastAndSlow(5, 34), Whole("smooth", 5)], [Histogram("value")], p => new Accelerator((int)p[0], (int)p[1], (int)p[2]))
            with { Conflict = FastBelowSlow },
        Of("apo", "Absolute price oscillator", FastAndSlow(12, 26), ["value"], p => new AbsolutePrice((int)p[0], (int)p[1])) with { Conflict = FastBelowSlow },
        Of("awesome", "Awesome oscillator", FastAndSlow(5, 34), [Histogram("value"), Hidden("percent")], p => new Awesome((int)p[0], (int)p[1]))
            with { Conflict = FastBelowSlow },
        Of("bop", "Balance of power", [Period(14)], ["value"], p => new BalanceOfPower((int)p[0])),
        Of("cci", "Commodity channel index", [Period(20, 2)], ["value"], p => new Cci((int)p[0])) with { IsStandard = true },
        Of("cmo", "Chande momentum oscillator", [Period(14)], ["value"], p => new ChandeMomentum((int)p[0])),
        Of("coppock", "Coppock curve", [Whole("long", 14), Whole("short", 11), Whole("smooth", 10)], ["value"], p => new Coppock((int)p[0], (int)p[1], (int)p[2])),
        Of(
            "crsi",
            "Connors RSI",
            [Whole("rsi", 3), Whole("streak", 2), Whole("rank", 100)],
            ["value", Hidden("rsi"), Hidden("rsi_streak"), Hidden("percent_rank"), Hidden("streak")],
            p => new ConnorsRsi((int)p[0], (int)p[1], (int)p[2])),
        Of("disparity", "Disparity index", [Period(14)], ["value"], p => new Disparity((int)p[0])),
        Of("elder_ray", "Elder ray: bull and bear power", [Period(13)], [Histogram("bull"), Histogram("bear"), Hidden("ema")], p => new ElderRayPower((int)p[0])),
        Of("fisher", "Fisher transform", [Period(10)], ["value", "trigger"], p => new Fisher((int)p[0])),
        Of("kst", "Know sure thing", [Whole("signal", 9)], ["line", "signal"], p => new KnowSureThing((int)p[0])),
        Of(
            "macd",
            "Moving average convergence divergence",
            [Whole("fast", 12), Whole("slow", 26, 2), Whole("signal", 9)],
            ["line", "signal", Histogram("histogram")],
            p => new Macd((int)p[0], (int)p[1], (int)p[2])) with { IsStandard = true, Conflict = FastBelowSlow },
        Of("momentum", "Momentum", [Period(10)], ["value"], p => new PriceMomentum((int)p[0])),
        Of("pmo", "Price momentum oscillator", [Period(35, 2), Whole("smooth", 20, 2), Whole("signal", 10)], ["line", "signal"], p => new Pmo((int)p[0], (int)p[1], (int)p[2])),
        Of(
            "ppo",
            "Percentage price oscillator",
            [.. FastAndSlow(12, 26), Whole("signal", 9)],
            ["line", "signal", Histogram("histogram")],
            p => new PricePercentage((int)p[0], (int)p[1], (int)p[2])) with { Conflict = FastBelowSlow },
        Of("psy", "Psychological line", [Period(12)], ["value"], p => new PsychologicalPower((int)p[0])),
        Of("qstick", "Qstick", [Period(8)], ["value"], p => new QstickPower((int)p[0])),
        Of("roc", "Rate of change", [Period(14)], ["value", Hidden("momentum")], p => new Roc((int)p[0])),
        Of(
            "roc_bands",
            "Rate of change with bands",
            [Period(20), Whole("smooth", 5), Whole("deviation", 5)],
            ["value", "average", "upper", "lower"],
            p => new RocBands((int)p[0], (int)p[1], (int)p[2])),
        Of("rsi", "Relative strength index", [Period(14)], ["value"], p => new Rsi((int)p[0])) with { IsStandard = true },
        Of("rvi", "Relative vigor index", [Period(10)], ["value", "signal"], p => new RelativeVigorPower((int)p[0])),
        Of(
            "smi",
            "Stochastic momentum index",
            [Whole("lookback", 13), Whole("first", 25), Whole("second", 2), Whole("signal", 3)],
            ["value", "signal"],
            p => new StochasticMomentum((int)p[0], (int)p[1], (int)p[2], (int)p[3])),
        Of("stc", "Schaff trend cycle", [Whole("cycle", 10), .. FastAndSlow(23, 50)], ["value"], p => new SchaffTrendCycle((int)p[0], (int)p[1], (int)p[2]))
            with { Conflict = p => FastBelowSlow(p[1..]) },
        Of(
            "stoch_rsi",
            "Stochastic of the relative strength index",
            [Whole("rsi", 14), Whole("lookback", 14), Whole("signal", 3), Whole("smooth", 1)],
            ["value", "signal"],
            p => new StochasticRsi((int)p[0], (int)p[1], (int)p[2], (int)p[3])),
        Of(
            "stochastic",
            "Slow stochastic oscillator",
            [Whole("lookback", 14), Whole("smooth", 3), Whole("signal", 3)],
            ["k", "d", Hidden("j")],
            p => new Stochastic((int)p[0], (int)p[1], (int)p[2])) with { IsStandard = true },
        Of("trix", "Triple exponential change", [Period(15)], ["value", Hidden("average")], p => new TripleChange((int)p[0])),
        Of("tsi", "True strength index", [Period(25), Whole("smooth", 13), Whole("signal", 7)], ["value", "signal"], p => new TrueStrength((int)p[0], (int)p[1], (int)p[2])),
        Of(
            "ultimate",
            "Ultimate oscillator",
            [Whole("short", 7), Whole("middle", 14, 2), Whole("long", 28, 3)],
            ["value"],
            p => new UltimateOscillator((int)p[0], (int)p[1], (int)p[2]))
            with { Conflict = p => p[0] < p[1] && p[1] < p[2] ? null : "short, middle and long must grow" },
        Of("williams_r", "Williams %R", [Period(14)], ["value"], p => new WilliamsR((int)p[0])),
    ];

    internal static IndicatorOutput Histogram(string name) => new(name, PlotStyle.Histogram);

    internal static IndicatorOutput Hidden(string name) => new(name, PlotStyle.Hidden);

    internal static ImmutableArray<IndicatorParameter> FastAndSlow(double fast, double slow) => [Whole("fast", fast), Whole("slow", slow, 2)];

    internal static string? FastBelowSlow(ImmutableArray<double> p) =>
        p[0] < p[1] ? null : string.Create(CultureInfo.InvariantCulture, $"fast ({p[0]}) must be less than slow ({p[1]})");

    private static IndicatorDefinition Of(
        string name,
        string title,
        ImmutableArray<IndicatorParameter> parameters,
        ImmutableArray<IndicatorOutput> outputs,
        Func<ImmutableArray<double>, IIndicator> create) =>
        new(name, title, IndicatorFamily.Momentum, IndicatorPane.Own, parameters, outputs, create);
}
