using System.Collections.Immutable;
using Countersign.Domain.Markets;
using Countersign.Grains.Tenants;
using Orleans;
using Orleans.Concurrency;

namespace Countersign.Grains.Markets;

[StatelessWorker]
internal sealed class MarketsGrain : Grain, IMarketsGrain
{
    public async Task<ImmutableArray<InstrumentView>> ListAsync(CancellationToken cancellationToken)
    {
        var views = await Task.WhenAll(Instruments.Known.Select(i => Instrument(i.Symbol).GetAsync(cancellationToken)));
        return [.. views.OfType<InstrumentView>().OrderBy(v => v.Feed is null).ThenBy(v => v.Instrument.Symbol)];
    }

    public async Task<ImmutableArray<FeedView>> FeedsAsync(CancellationToken cancellationToken)
    {
        var views = await Task.WhenAll(Instruments.Known.Select(i => Instrument(i.Symbol).GetFeedAsync(cancellationToken)));
        return [.. views.Where(v => v.Feed is not null).OrderBy(v => v.Symbol)];
    }

    private IInstrumentGrain Instrument(Symbol symbol) => GrainFactory.GetGrain<IInstrumentGrain>(GrainKeys.Instrument(symbol));
}
