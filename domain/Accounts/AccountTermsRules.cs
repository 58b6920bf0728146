using System.Collections.Immutable;
using Countersign.Domain.Audit;

namespace Countersign.Domain.Accounts;

/// <summary>Whether terms make sense. Every fault at once.</summary>
internal static class AccountTermsRules
{
    private const int TiersMax = 20;
    private const int SymbolsMax = 1000;

    public static ImmutableArray<Refusal> Check(AccountTerms terms, CommissionModel commission)
    {
        var refusals = ImmutableArray.CreateBuilder<Refusal>();
        Require(Enum.IsDefined(terms.Mode), "mode", "must be netting or hedging");
        Require(Enum.IsDefined(terms.CostMethod), "costMethod", "must be the weighted average or first in, first out");
        Require(Math.Abs(commission.Rate) < 1m && Math.Abs(commission.MakerRate ?? 0m) < 1m, "commission.rate", "is a fraction between -1 and 1");
        Require(commission is { Minimum: >= 0m, PerLot: null or >= 0m, PerOrder: null or >= 0m, LotUnits: null or > 0m }, "commission",
            "must have no negative amounts, and a lot above zero");
        Require((terms.Swaps?.Length ?? 0) <= SymbolsMax, "swaps", "must be 1,000 at most");
        Require((terms.Swaps ?? []).DistinctBy(s => s.Symbol).Count() == (terms.Swaps?.Length ?? 0), "swaps", "must name each symbol once");
        Require(terms.Interest is null or { CreditRate: > -1m and < 1m, DebitRate: >= 0m and < 10m }, "interest",
            "must be fractions: credit between -1 and 1, debit from 0 to 10");
        if (terms.Margin is { } margin)
        {
            Require(IsLadder(margin.Tiers) && (margin.Symbols ?? []).All(s => IsLadder(s.Tiers)), "margin.tiers",
                "must be 1 to 20, their notionals rising, only the last without one, their leverage 1 to 1,000");
            Require((margin.Symbols?.Length ?? 0) <= SymbolsMax, "margin.symbols", "must be 1,000 at most");
            Require(0m < margin.StopOutLevel && margin.StopOutLevel < margin.CallLevel && margin.CallLevel <= margin.EndOfCall, "margin.levels",
                "must rise from above zero: stop-out, call, restore");
        }

        return refusals.ToImmutable();

        void Require(bool holds, string field, string rule)
        {
            if (!holds)
            {
                refusals.Add(AccountRefusals.Terms(field, rule));
            }
        }
    }

    private static bool IsLadder(ImmutableArray<LeverageTier> tiers)
    {
        if (tiers.IsDefaultOrEmpty || tiers.Length > TiersMax)
        {
            return false;
        }

        var below = 0m;
        for (var i = 0; i < tiers.Length; i++)
        {
            var (upTo, leverage) = (tiers[i].UpTo, tiers[i].Leverage);
            if (leverage is < 1m or > 1000m || (upTo is null && i < tiers.Length - 1) || upTo <= below)
            {
                return false;
            }

            below = upTo ?? below;
        }

        return true;
    }
}
