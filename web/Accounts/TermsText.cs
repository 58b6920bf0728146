using System.Globalization;
using Countersign.Api.Contracts.Accounts;

namespace Countersign.Web.Accounts;

/// <summary>An account's terms as a form has them, text by text, and back.</summary>
public sealed class TermsText
{
    public string Mode { get; set; } = "netting";

    public string CostMethod { get; set; } = "weightedAverage";

    public string? Rate { get; set; }

    public string? MakerRate { get; set; }

    public string? Minimum { get; set; }

    public string? PerLot { get; set; }

    public string? LotUnits { get; set; }

    public string? PerOrder { get; set; }

    /// <summary>Lines of "notional leverage"; the last may be the leverage alone.</summary>
    public string? Tiers { get; set; }

    /// <summary>Lines of "symbol notional leverage"; the last of a symbol may be "symbol leverage".</summary>
    public string? SymbolTiers { get; set; }

    public string? CallLevel { get; set; }

    public string? StopOutLevel { get; set; }

    public string? RestoreLevel { get; set; }

    /// <summary>Lines of "symbol long short [unit]".</summary>
    public string? Swaps { get; set; }

    public string? CreditRate { get; set; }

    public string? DebitRate { get; set; }

    public static TermsText Of(AccountTerms terms) => new()
    {
        Mode = terms.Mode ?? "netting",
        CostMethod = terms.CostMethod ?? "weightedAverage",
        Rate = Text(terms.Commission?.Rate),
        MakerRate = Text(terms.Commission?.MakerRate),
        Minimum = Text(terms.Commission?.Minimum),
        PerLot = Text(terms.Commission?.PerLot),
        LotUnits = Text(terms.Commission?.LotUnits),
        PerOrder = Text(terms.Commission?.PerOrder),
        Tiers = string.Join('\n', terms.Margin?.Tiers?.Select(Text) ?? []),
        SymbolTiers = string.Join('\n', terms.Margin?.Symbols?.SelectMany(s => s.Tiers?.Select(t => $"{s.Symbol} {Text(t)}") ?? []) ?? []),
        CallLevel = Text(terms.Margin?.CallLevel),
        StopOutLevel = Text(terms.Margin?.StopOutLevel),
        RestoreLevel = Text(terms.Margin?.RestoreLevel),
        Swaps = string.Join('\n', terms.Swaps?.Select(s => $"{s.Symbol} {Text(s.Long)} {Text(s.Short)} {(s.Unit == "annualRate" ? s.Unit : "")}".Trim()) ?? []),
        CreditRate = Text(terms.Interest?.CreditRate),
        DebitRate = Text(terms.Interest?.DebitRate),
    };

    /// <summary>The terms; null where a text is none, which is said then.</summary>
    public AccountTerms? Read(out IReadOnlyList<string> mistakes)
    {
        var wrong = new List<string>();
        var costs = new CommissionTerms
        {
            Rate = Number("The rate", Rate), MakerRate = Number("The rate of resting orders", MakerRate), Minimum = Number("The least commission", Minimum),
            PerLot = Number("The commission of a lot", PerLot), LotUnits = Number("The units of a lot", LotUnits), PerOrder = Number("The commission of an order", PerOrder),
        };
        LeverageTier[] tiers = [.. Lines(Tiers).Select(Tier)];
        SymbolTiers[] symbols =
        [
            .. Lines(SymbolTiers).Select(OfSymbol).GroupBy(t => t.Symbol, StringComparer.Ordinal)
                .Select(g => new SymbolTiers { Symbol = g.Key, Tiers = [.. g.Select(t => t.Tier)] }),
        ];
        SwapTerms[] swaps = [.. Lines(Swaps).Select(Swap)];
        var interest = new InterestTerms { CreditRate = Number("The interest on cash", CreditRate), DebitRate = Number("The interest on what is owed", DebitRate) };
        var read = new AccountTerms
        {
            Mode = Mode, CostMethod = CostMethod,
            Commission = costs == new CommissionTerms() ? null : costs,
            Margin = tiers.Length == 0 && symbols.Length == 0 ? null : new MarginTerms
            {
                Tiers = tiers, Symbols = symbols.Length == 0 ? null : symbols, CallLevel = Number("The call level", CallLevel),
                StopOutLevel = Number("The stop-out level", StopOutLevel), RestoreLevel = Number("The level that ends a call", RestoreLevel),
            },
            Swaps = swaps.Length == 0 ? null : swaps,
            Interest = interest == new InterestTerms() ? null : interest,
        };
        mistakes = wrong;
        return wrong.Count == 0 ? read : null;

        decimal? Number(string what, string? text)
        {
            if (string.IsNullOrWhiteSpace(text))
            {
                return null;
            }

            if (decimal.TryParse(text.Trim(), NumberStyles.Number, CultureInfo.InvariantCulture, out var value))
            {
                return value;
            }

            wrong.Add($"{what}, '{text.Trim()}', is no number.");
            return null;
        }

        LeverageTier Tier(string line) => line.Split(' ', StringSplitOptions.RemoveEmptyEntries) switch
        {
            [var leverage] => new LeverageTier { Leverage = Number("The leverage", leverage) },
            [var upTo, var leverage] => new LeverageTier { UpTo = Number("The notional", upTo), Leverage = Number("The leverage", leverage) },
            _ => Wrong(new LeverageTier(), $"'{line}' is not a notional and a leverage."),
        };

        (string Symbol, LeverageTier Tier) OfSymbol(string line) => line.Split(' ', 2, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) switch
        {
            [var symbol, var tier] => (symbol.ToUpperInvariant(), Tier(tier)),
            _ => Wrong((line.ToUpperInvariant(), new LeverageTier()), $"'{line}' is not a symbol and its leverage."),
        };

        SwapTerms Swap(string line) => line.Split(' ', StringSplitOptions.RemoveEmptyEntries) switch
        {
            [var symbol, var @long, var @short, .. var unit] when unit.Length <= 1 => new SwapTerms
            {
                Symbol = symbol.ToUpperInvariant(), Long = Number("What a long brings", @long), Short = Number("What a short brings", @short),
                Unit = unit is [var one] ? one : "perUnit",
            },
            _ => Wrong(new SwapTerms(), $"'{line}' is not a symbol and two figures."),
        };

        T Wrong<T>(T none, string why)
        {
            wrong.Add(why);
            return none;
        }
    }

    private static string[] Lines(string? text) => (text ?? "").Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static string Text(LeverageTier tier) => $"{Text(tier.UpTo)} {Text(tier.Leverage)}".Trim();

    private static string Text(decimal? number) => number?.ToString("0.############", CultureInfo.InvariantCulture) ?? "";
}
