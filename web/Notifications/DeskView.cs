using System.Collections.Immutable;
using Countersign.Api.Contracts.Accounts;
using Countersign.Api.Contracts.Audit;
using Countersign.Api.Contracts.Markets;
using Countersign.Api.Contracts.TradeIdeas;

namespace Countersign.Web.Notifications;

/// <summary>What one page shows of the desk.</summary>
/// <param name="Instruments">Those that have a feed.</param>
/// <param name="Waiting">Ideas that need approval, newest first.</param>
/// <param name="MoreWaiting">Whether there are more of them than are listed.</param>
/// <param name="Accounts">All of the tenant's, valued.</param>
/// <param name="Decisions">The latest, newest first.</param>
internal sealed record DeskView(
    ImmutableArray<Instrument> Instruments, ImmutableArray<TradeIdea> Waiting, bool MoreWaiting, ImmutableArray<Account> Accounts,
    ImmutableArray<Decision> Decisions)
{
    /// <summary>Ideas expire by the market's time, which in a replay is not the wall clock's; null before the first quote.</summary>
    public DateTimeOffset? MarketTime => Instruments.Max(i => i.Quote?.Time);

    public Instrument? Instrument(string symbol) => Instruments.FirstOrDefault(i => i.Symbol == symbol);

    public DeskView With(Quote quote)
    {
        for (var i = 0; i < Instruments.Length; i++)
        {
            if (Instruments[i].Symbol == quote.Symbol)
            {
                return this with { Instruments = Instruments.SetItem(i, Instruments[i] with { Quote = quote, Simulated = quote.Simulated }) };
            }
        }

        return this;
    }
}
