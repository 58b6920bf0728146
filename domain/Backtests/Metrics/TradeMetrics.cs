using System.Collections.Immutable;

namespace Countersign.Domain.Backtests.Metrics;

/// <summary>
/// Figures of the closed trades, after commission, in the account's currency. A trade that came out at exactly zero is neither won nor lost.
/// Null where undefined. Definitions as in R. Pardo, "The Evaluation and Optimization of Trading Strategies" (2008), where nothing else is said.
/// </summary>
public sealed record TradeMetrics
{
    public required int Count { get; init; }

    public required int Won { get; init; }

    public required int Lost { get; init; }

    /// <summary>Won trades over all trades, in percent.</summary>
    public required double? WinRatePercent { get; init; }

    /// <summary>Sum of the gains over the sum of the losses; null without a loss.</summary>
    public required double? ProfitFactor { get; init; }

    /// <summary>Mean net result of a trade, which is win rate × average win − loss rate × average loss.</summary>
    public required decimal? Expectancy { get; init; }

    public required decimal? AverageWin { get; init; }

    /// <summary>Zero or less.</summary>
    public required decimal? AverageLoss { get; init; }

    /// <summary>Average win over the size of the average loss.</summary>
    public required double? PayoffRatio { get; init; }

    public required decimal? LargestWin { get; init; }

    /// <summary>Zero or less.</summary>
    public required decimal? LargestLoss { get; init; }

    /// <summary>Mean time from opening to closing, weekends included.</summary>
    public required double? AverageHoldingHours { get; init; }

    /// <summary>
    /// Mean of the furthest that the price went against a trade, in percent of the price at its opening. J. Sweeney, "Maximum Adverse Excursion"
    /// (1997).
    /// </summary>
    public required double? AverageAdversePercent { get; init; }

    /// <summary>Likewise, in its favour.</summary>
    public required double? AverageFavourablePercent { get; init; }

    /// <summary>Most trades won in a row, in order of closing.</summary>
    public required int WinStreak { get; init; }

    public required int LossStreak { get; init; }

    internal static TradeMetrics Of(ImmutableArray<BacktestTrade> trades)
    {
        var (gains, losses, net, largest, worst) = (0m, 0m, 0m, 0m, 0m);
        var (won, lost, adverse, favourable, hours) = (0, 0, 0.0, 0.0, 0.0);
        var streaks = new Streaks();
        foreach (var trade in trades)
        {
            net += trade.Net;
            won += trade.Net > 0m ? 1 : 0;
            lost += trade.Net < 0m ? 1 : 0;
            gains += Math.Max(0m, trade.Net);
            losses += Math.Min(0m, trade.Net);
            largest = Math.Max(largest, trade.Net);
            worst = Math.Min(worst, trade.Net);
            hours += (trade.Closed - trade.Opened).TotalHours;
            adverse += trade.AdversePercent;
            favourable += trade.FavourablePercent;
            streaks.Add(trade.Net);
        }

        return new TradeMetrics
        {
            Count = trades.Length,
            Won = won,
            Lost = lost,
            WinRatePercent = Numbers.Ratio(won * 100.0, trades.Length),
            ProfitFactor = Numbers.Ratio(gains, -losses),
            Expectancy = Mean(net, trades.Length),
            AverageWin = Mean(gains, won),
            AverageLoss = Mean(losses, lost),
            PayoffRatio = won == 0 || lost == 0 ? null : Numbers.Ratio(gains / won, -losses / lost),
            LargestWin = won == 0 ? null : largest,
            LargestLoss = lost == 0 ? null : worst,
            AverageHoldingHours = Numbers.Ratio(hours, trades.Length),
            AverageAdversePercent = Numbers.Ratio(adverse, trades.Length),
            AverageFavourablePercent = Numbers.Ratio(favourable, trades.Length),
            WinStreak = streaks.Won,
            LossStreak = streaks.Lost,
        };
    }

    private static decimal? Mean(decimal sum, int count) => count == 0 ? null : sum / count;

    private struct Streaks
    {
        private int length;

        public int Won { get; private set; }

        public int Lost { get; private set; }

        // Positive while trades are won, negative while they are lost.
        public void Add(decimal net)
        {
            var sign = Math.Sign(net);
            length = sign == Math.Sign(length) || length == 0 ? length + sign : sign;
            (Won, Lost) = (Math.Max(Won, length), Math.Max(Lost, -length));
        }
    }
}

internal static class TradeExcursions
{
    extension(BacktestTrade trade)
    {
        /// <summary>Furthest against, in percent of the opening price; 0 where that is not above 0.</summary>
        public double AdversePercent => Numbers.Ratio(trade.AdverseExcursion * 100m, trade.OpenPrice.Value) ?? 0.0;

        public double FavourablePercent => Numbers.Ratio(trade.FavourableExcursion * 100m, trade.OpenPrice.Value) ?? 0.0;

        /// <summary>Price move from opening to closing in the trade's favour, likewise.</summary>
        public double MovePercent =>
            Numbers.Ratio((trade.ClosePrice - trade.OpenPrice) * (int)trade.Side * 100m, trade.OpenPrice.Value) ?? 0.0;
    }
}
