using Countersign.Domain.Markets;

namespace Countersign.Domain.Risk;

/// <summary>A time in which nothing is opened, such as the minutes around a figure's release.</summary>
/// <param name="From">First instant, UTC.</param>
/// <param name="Until">First instant after it, UTC.</param>
/// <param name="Currency">Concerns symbols with this currency; null concerns all.</param>
/// <param name="Title">What happens, for people.</param>
public sealed record BlackoutWindow(DateTimeOffset From, DateTimeOffset Until, Currency? Currency, string Title)
{
    public bool Holds(DateTimeOffset time) => time >= From && time < Until;

    public bool Concerns(Currency? baseCurrency, Currency quoteCurrency) =>
        Currency is not { } currency || currency == baseCurrency || currency == quoteCurrency;
}
