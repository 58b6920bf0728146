using System.Collections.Immutable;
using Countersign.Domain.Markets;
using Countersign.Domain.Strategies;

namespace Countersign.Tests.Domain.Strategies;

/// <summary>Recorded bars of EURUSD that suit an example, and those of its partner where it has one.</summary>
/// <param name="Partner">Empty without one.</param>
internal sealed record RecordedMarket(IReadOnlyList<Bar> Bars, ImmutableArray<Bar> Partner)
{
    public const int BarsMax = 6_000;

    // So far are the partner's bars given ahead of their time: none of them may be seen before.
    private static readonly TimeSpan Ahead = TimeSpan.FromHours(3);

    private static readonly Symbol NzdUsd = Symbol.Parse("NZDUSD");

    /// <summary>An example on bars of EURUSD, and on NZDUSD as its partner: of those two the same minutes are recorded.</summary>
    public static StrategyDefinition DefinitionOf(string example)
    {
        var definition = LanguageStrategies.Read(example) with { Timeframe = IsOfHours(example) ? Timeframe.H1 : Timeframe.M1 };
        return definition.Partners.IsEmpty
            ? definition
            : definition with { Symbols = [Scene.EurUsd.Symbol, NzdUsd], Partners = [definition.Partners[0] with { First = NzdUsd, Second = Scene.EurUsd.Symbol }] };
    }

    public static RecordedMarket Of(string example) => new(
        [
            .. (IsOfHours(example)
                ? RecordedBars.Read("data/fx/hour/eurusd_oanda_h1_2007-2018.csv", Timeframe.H1, bidOnly: false)
                : RecordedBars.Read("data/fx/minute/eurusd_oanda_m1_2014-05.csv", Timeframe.M1, bidOnly: false)).Take(BarsMax),
        ],
        LanguageStrategies.Read(example).Partners.IsEmpty
            ? []
            : [.. RecordedBars.Read("data/fx/minute/nzdusd_oanda_m1_2014-05.csv", Timeframe.M1, bidOnly: false)]);

    /// <summary>Gives the evaluator the partner's bars around one of its own, early ones too. Given again they change nothing.</summary>
    public void ShowPartner(StrategyEvaluator evaluator, Bar own)
    {
        for (var i = FirstAfter(own.Start - Ahead); i < Partner.Length && Partner[i].Start <= own.End + Ahead; i++)
        {
            evaluator.OnPartnerBar(Partner[i]);
        }
    }

    /// <summary>The same up to a time, and another market from there on.</summary>
    public RecordedMarket TurnedFrom(DateTimeOffset time) => new(
        [.. Bars.Select(bar => bar.Start < time ? bar : UpsideDown(bar))], [.. Partner.Select(bar => bar.Start < time ? bar : UpsideDown(bar))]);

    // Those that ask for bars of four hours cannot become warm in two weeks of minutes.
    private static bool IsOfHours(string example) => example is "trend-following" or "momentum";

    private static Bar UpsideDown(Bar bar) => bar with { Bid = UpsideDown(bar.Bid), Ask = UpsideDown(bar.Ask) };

    private static Ohlc UpsideDown(Ohlc side) =>
        new(new Price(3m - side.Open.Value), new Price(3m - side.Low.Value), new Price(3m - side.High.Value), new Price(3m - side.Close.Value));

    private int FirstAfter(DateTimeOffset time)
    {
        var (low, high) = (0, Partner.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = Partner[middle].Start <= time ? (middle + 1, high) : (low, middle);
        }

        return low;
    }
}
