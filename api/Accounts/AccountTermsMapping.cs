using System.Collections.Immutable;
using Countersign.Api.Requests;
using Countersign.Domain.Accounts;
using Countersign.Domain.Markets;
using Body = Countersign.Api.Contracts.Accounts;

namespace Countersign.Api.Accounts;

/// <summary>Terms of an account, from requests and to answers.</summary>
internal static class AccountTermsMapping
{
    private const int ListMax = 1_000;

    public static Body.AccountTerms ToTerms(this Account account)
    {
        var terms = account.Terms ?? AccountTerms.Default;
        return new Body.AccountTerms
        {
            Mode = Choice.Name(terms.Mode),
            CostMethod = Choice.Name(terms.CostMethod),
            Commission = new Body.CommissionTerms
            {
                Rate = account.Commission.Rate,
                MakerRate = account.Commission.MakerRate,
                Minimum = account.Commission.Minimum,
                PerLot = account.Commission.PerLot,
                LotUnits = account.Commission.LotUnits,
                PerOrder = account.Commission.PerOrder,
            },
            Margin = terms.Margin is { } margin ? ToBody(margin) : null,
            Swaps = terms.Swaps is { } swaps
                ? [.. swaps.Select(s => new Body.SwapTerms { Symbol = s.Symbol.Value, Long = s.Long, Short = s.Short, Unit = Choice.Name(s.Unit) })]
                : null,
            Interest = terms.Interest is { } interest
                ? new Body.InterestTerms { CreditRate = interest.CreditRate, DebitRate = interest.DebitRate }
                : null,
        };
    }

    public static AccountTerms ReadTerms(Input input, Body.AccountTerms? terms) => terms is null
        ? AccountTerms.Default
        : new AccountTerms(
            input.OptionalChoice<PositionMode>("terms.mode", terms.Mode) ?? PositionMode.Netting,
            input.OptionalChoice<CostMethod>("terms.costMethod", terms.CostMethod) ?? CostMethod.WeightedAverage,
            ReadMargin(input, terms.Margin),
            ReadSwaps(input, terms.Swaps),
            terms.Interest is { } interest ? new InterestTerms(interest.CreditRate ?? 0m, interest.DebitRate ?? 0m) : null);

    public static CommissionModel ReadCommission(Body.CommissionTerms? commission) => commission is null
        ? CommissionModel.None
        : new CommissionModel(
            commission.Rate ?? 0m, commission.Minimum ?? 0m, commission.MakerRate, commission.PerLot, commission.LotUnits, commission.PerOrder);

    private static Body.MarginTerms ToBody(MarginTerms margin) => new()
    {
        Tiers = ToBody(margin.Tiers),
        CallLevel = margin.CallLevel,
        StopOutLevel = margin.StopOutLevel,
        RestoreLevel = margin.RestoreLevel,
        Symbols = margin.Symbols is { } symbols
            ? [.. symbols.Select(s => new Body.SymbolTiers { Symbol = s.Symbol.Value, Tiers = ToBody(s.Tiers) })]
            : null,
    };

    private static List<Body.LeverageTier> ToBody(ImmutableArray<LeverageTier> tiers) =>
        [.. tiers.Select(t => new Body.LeverageTier { UpTo = t.UpTo, Leverage = t.Leverage })];

    private static MarginTerms? ReadMargin(Input input, Body.MarginTerms? margin)
    {
        if (margin is null)
        {
            return null;
        }

        var preset = MarginTerms.Of(1m);
        return new MarginTerms(
            ReadTiers(input, "terms.margin.tiers", margin.Tiers), margin.CallLevel ?? preset.CallLevel, margin.StopOutLevel ?? preset.StopOutLevel,
            margin.RestoreLevel,
            margin.Symbols is null
                ? null
                : [
                    .. Each(input, "terms.margin.symbols", margin.Symbols).Select(each => new SymbolTiers(
                        input.Required<Symbol>(each.Field + ".symbol", each.Item.Symbol), ReadTiers(input, each.Field + ".tiers", each.Item.Tiers))),
                ]);
    }

    private static ImmutableArray<LeverageTier> ReadTiers(Input input, string field, IReadOnlyList<Body.LeverageTier>? tiers)
    {
        if (tiers is not { Count: > 0 })
        {
            input.Error(field, "It is missing: one tier at least is right, such as [{\"leverage\":30}].");
            return [];
        }

        return
        [
            .. Each(input, field, tiers).Select(each => new LeverageTier(
                each.Item.UpTo, input.RequiredPositive(each.Field + ".leverage", each.Item.Leverage))),
        ];
    }

    private static ImmutableArray<SwapTerms>? ReadSwaps(Input input, IReadOnlyList<Body.SwapTerms>? swaps) => swaps is null
        ? null
        : [
            .. Each(input, "terms.swaps", swaps).Select(each => new SwapTerms(
                input.Required<Symbol>(each.Field + ".symbol", each.Item.Symbol), each.Item.Long ?? 0m, each.Item.Short ?? 0m,
                input.OptionalChoice<SwapUnit>(each.Field + ".unit", each.Item.Unit) ?? SwapUnit.PerUnit)),
        ];

    private static IEnumerable<(string Field, T Item)> Each<T>(Input input, string field, IReadOnlyList<T> items) where T : class
    {
        if (items.Count > ListMax)
        {
            input.Error(field, FormattableString.Invariant($"It has {items.Count} entries: at most {ListMax} are right."));
            yield break;
        }

        for (var i = 0; i < items.Count; i++)
        {
            if (items[i] is { } item)
            {
                yield return ($"{field}[{i}]", item);
            }
            else
            {
                input.Error($"{field}[{i}]", "It is null: an object is right.");
            }
        }
    }
}
