using System.Collections.Immutable;
using Countersign.Domain.Indicators;
using Countersign.Domain.Markets;

namespace Countersign.Domain.Strategies;

/// <summary>
/// What an evaluator sees of its symbol's partner: at the end of each own bar, the partner's bars that ended by then, and no later one. Bars that end
/// later may be given before; they wait. Allocates nothing a bar.
/// </summary>
internal sealed class PartnerSeries
{
    /// <summary>Bars that wait for the own one to come as far; more than a desk keeps of the past.</summary>
    private const int WaitingMax = 2_048;

    private readonly ImmutableArray<FeatureSource> sources;
    private readonly ImmutableArray<int> blinded;
    private readonly IndicatorSet indicators;
    private readonly long ageMax;
    private readonly Queue<Bar> waiting = new();
    private BarView latest;
    private long latestEnd = -1;
    private double close;

    /// <param name="restored">Of a captured state; null starts cold.</param>
    public PartnerSeries(Partnership partnership, Symbol own, StrategyProgram program, PartnerSeriesState? restored)
    {
        Symbol = partnership.PartnerOf(own) ?? throw new ArgumentException($"{own} is not in this partnership.", nameof(own));
        ageMax = partnership.MaxAgeBars * program.Definition.Timeframe.Length.Ticks;
        indicators = restored is null
            ? IndicatorSet.For(program.Features.Where(feature => feature.OfPartner).Select(feature => feature.Series))
            : IndicatorSet.Restore(restored.Indicators);
        sources = FeatureSource.Of(program.Features, null, indicators, ofPartner: true);
        blinded = [.. Enumerable.Range(0, program.Features.Length).Where(i => program.Features[i].LooksAtPartner)];
        if (restored?.Latest is { } last)
        {
            See(new BarView(last));
        }

        foreach (var bar in restored?.Waiting ?? [])
        {
            waiting.Enqueue(bar);
            KnownTo = bar.End.UtcTicks;
        }
    }

    public Symbol Symbol { get; }

    public int WarmUpBars => indicators.WarmUpBars;

    /// <summary>End of the last bar given, in UTC ticks; −1 before the first.</summary>
    public long KnownTo { get; private set; } = -1;

    /// <summary>The bar that decisions see.</summary>
    public Bar Latest => latest.ToBar();

    /// <summary>Takes a bar that closed; one that was given before is left alone.</summary>
    public void Add(Bar bar)
    {
        if (bar.End.UtcTicks <= KnownTo)
        {
            return;
        }

        KnownTo = bar.End.UtcTicks;
        waiting.Enqueue(bar);

        // Whoever is that far behind sees no partner at all until it has caught up: see IsFreshAt.
        if (waiting.Count > WaitingMax)
        {
            Take(new BarView(waiting.Dequeue()));
        }
    }

    /// <summary>Takes a bar that ends no later than the own one that comes next.</summary>
    public void Take(in BarView bar)
    {
        See(in bar);
        var input = bar.ToInput();
        indicators.Update(in input);
    }

    /// <summary>The partner's close at the end of an own bar, in UTC ticks; 0 where there is none that is young enough.</summary>
    public double CloseAt(long end)
    {
        while (waiting.TryPeek(out var bar) && bar.End.UtcTicks <= end)
        {
            Take(new BarView(waiting.Dequeue()));
        }

        return latestEnd >= 0 && latestEnd <= end && end - latestEnd <= ageMax ? close : 0.0;
    }

    /// <summary>Writes the values of the partner's features. Without a close nothing that looks at the partner has a value.</summary>
    public void Read(Span<double> values, bool hasClose)
    {
        foreach (var source in sources)
        {
            values[source.Feature] = indicators[source.Handle];
        }

        if (!hasClose)
        {
            foreach (var feature in blinded)
            {
                values[feature] = double.NaN;
            }
        }
    }

    public PartnerSeriesState Capture() => new(indicators.Capture(), latestEnd < 0 ? null : Latest, [.. waiting]);

    private void See(in BarView bar)
    {
        latest = bar;
        latestEnd = bar.EndTicks;
        KnownTo = Math.Max(KnownTo, latestEnd);
        close = bar.ToInput().Close;
    }
}

/// <summary>What is kept of the partner's bars.</summary>
/// <param name="Latest">The last one that decisions see; null before the first.</param>
/// <param name="Waiting">Those that end later, in order.</param>
public sealed record PartnerSeriesState(IndicatorSetState Indicators, Bar? Latest, ImmutableArray<Bar> Waiting);

/// <summary>The partner's bar that a decision saw.</summary>
/// <param name="Bar">The last one that was complete.</param>
public sealed record PartnerBar(Symbol Symbol, Bar Bar);
