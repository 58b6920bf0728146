using System.Globalization;
using Countersign.Api.Contracts.Accounts;
using Countersign.Api.Contracts.Risk;
using Countersign.Web.Markets;

namespace Countersign.Web.Accounts;

/// <summary>Accounts in words.</summary>
internal static class AccountText
{
    public static string Margin(Account account) => account switch
    {
        { Margin: null } => Figures.None,
        { Margin.Used: 0 } => "none used",
        { Margin: { } margin, Equity: > 0 } => Figures.Hundredths(margin.Used / account.Equity * 100) + " used",
        _ => Figures.None,
    };

    /// <summary>What is lost if every stop is reached, and how much of the equity that is.</summary>
    public static string Heat(Account account) => account switch
    {
        { Heat: null } => Figures.None,
        { Heat: { } heat, HeatPercent: { } percent } => $"{Figures.Money(heat)} · {Figures.Hundredths(percent)}",
        { Heat: { } heat } => Figures.Money(heat),
    };

    public static string Autonomy(Autonomy? autonomy) => autonomy?.Mode switch
    {
        null => "left to its strategies",
        "autoUnder" => $"goes on its own{Size(autonomy)}",
        "assisted" => $"goes on its own from confidence {autonomy.ConfidenceMin?.ToString("0.##", CultureInfo.InvariantCulture)}{Size(autonomy)}",
        "automatic" => "goes on its own",
        _ => "a person approves everything",
    };

    /// <summary>How an account keeps its books, a line each.</summary>
    public static IEnumerable<string> Terms(AccountTerms terms)
    {
        yield return (terms.Mode == "hedging" ? "a position an opening order" : "one position an instrument")
            + (terms.CostMethod == "firstInFirstOut" ? ", what came in first is closed first" : ", at the weighted average");
        yield return Commission(terms.Commission);
        if (terms.Margin is { } margin)
        {
            yield return "leverage " + Tiers(margin.Tiers);
            foreach (var own in margin.Symbols ?? [])
            {
                yield return $"leverage of {own.Symbol} {Tiers(own.Tiers)}";
            }

            yield return string.Create(CultureInfo.InvariantCulture, $"margin call at {margin.CallLevel ?? 100:0.##} %, stop-out at {margin.StopOutLevel ?? 50:0.##} %");
        }
        else
        {
            yield return "no margin";
        }

        foreach (var swap in terms.Swaps ?? [])
        {
            yield return $"over night {swap.Symbol}: long {Text(swap.Long)}, short {Text(swap.Short)}{(swap.Unit == "annualRate" ? " a year" : " a unit")}";
        }

        yield return terms.Interest is { } interest ? $"interest {Text(interest.CreditRate)} on cash, {Text(interest.DebitRate)} on what is owed, a year" : "no interest";
    }

    private static string Commission(CommissionTerms? costs)
    {
        (decimal? Figure, string What)[] parts =
        [
            (costs?.Rate, " of the notional"), (costs?.MakerRate, " of the notional of resting orders"), (costs?.PerLot, " a lot"), (costs?.PerOrder, " an order"),
            (costs?.Minimum, " at least"),
        ];
        var said = parts.Where(p => p.Figure is not (null or 0)).Select(p => Text(p.Figure) + p.What).ToArray();
        return said.Length == 0 ? "no commission" : "commission " + string.Join(", ", said);
    }

    private static string Tiers(IReadOnlyList<LeverageTier>? tiers) => string.Join(
        ", ", tiers?.Select(t => t.UpTo is { } upTo ? $"{Text(t.Leverage)} up to {Figures.Quantity(upTo)}" : $"{Text(t.Leverage)} above") ?? []);

    private static string Text(decimal? figure) => figure?.ToString("0.############", CultureInfo.InvariantCulture) ?? Figures.None;

    private static string Size(Autonomy autonomy) => autonomy.QuantityMax is { } most ? $" up to {Figures.Quantity(most)}" : "";
}
