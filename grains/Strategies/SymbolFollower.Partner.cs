using Countersign.Domain.Markets;
using Countersign.Domain.Strategies;
using Countersign.Grains.Markets;
using Countersign.Grains.Tenants;

namespace Countersign.Grains.Strategies;

/// <summary>The part that waits for the bars of the symbol's partner, where rules look at one.</summary>
internal sealed partial class SymbolFollower
{
    private readonly PartnerWatch? partner =
        followed.Definition.PartnershipOf(symbol)?.PartnerOf(symbol) is { } other ? new PartnerWatch(grains, other) : null;

    /// <summary>The symbol whose bars are wanted too; null without.</summary>
    public Symbol? Partner => partner?.Symbol;

    /// <summary>Takes bars of the partner, which the symbol's own bar may have waited for.</summary>
    public async Task OnPartnerBarsAsync(BarsClosed message)
    {
        await RaiseUnraisedAsync();
        if (evaluator is null)
        {
            return;
        }

        if (!partner!.TryTake(message, evaluator))
        {
            evaluator = null;
        }
        else if (partner.Waiting is { } waiting && evaluator.KnowsPartnerTo(waiting.Bar.End))
        {
            await DecideWaitingAsync(await grains.GetGrain<IInstrumentGrain>(GrainKeys.Instrument(symbol)).GetQuoteAsync() ?? waiting.Message.Quote);
        }
    }

    private async Task<BarsOfThePast?> PastOfPartnerAsync(StrategyEvaluator fresh) =>
        partner is null ? null : await partner.PastAsync(StrategyWarmUp.TimeframesOf(fresh), HistoryMax);

    /// <summary>Whether a bar was set aside until the partner's is there.</summary>
    private bool WaitsForPartner(Bar bar, BarsClosed message)
    {
        var waits = partner is not null && PartnerWatch.IsAwaited(bar, evaluator!, message.Quote.Time);
        if (waits)
        {
            partner!.Waiting = new WaitingBar(bar, message);
        }

        return waits;
    }

    private Task DecideOlderAsync(Bar than, Quote quote) =>
        partner?.Waiting is { } waiting && waiting.Bar.Start < than.Start ? DecideWaitingAsync(quote) : Task.CompletedTask;

    private Task DecideOverdueAsync(Quote quote) =>
        partner?.Waiting is { } waiting && evaluator is not null && !PartnerWatch.IsAwaited(waiting.Bar, evaluator, quote.Time)
            ? DecideWaitingAsync(quote)
            : Task.CompletedTask;

    /// <summary>Decides on the bar that waits, whatever is known of the partner.</summary>
    private async Task DecideWaitingAsync(Quote quote)
    {
        var (bar, message) = partner!.Waiting!;
        await BeginWhereNeededAsync(message.Session, bar);
        if (!IsDecided(bar))
        {
            await DecideAsync(bar, quote, message.Health);
        }

        partner.Waiting = null;
    }
}
