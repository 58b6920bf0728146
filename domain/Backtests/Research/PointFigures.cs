using System.Collections.Immutable;
using Countersign.Domain.Markets;

namespace Countersign.Domain.Backtests.Research;

/// <summary>
/// What a study keeps of one run: some hundred bytes, whatever the number of bars. A figure that is undefined (nothing traded, nothing lost) is null.
/// </summary>
/// <param name="ReturnPercent">Of the whole run, on the start cash.</param>
/// <param name="CagrPercent">Compound growth a year of 365.25 days.</param>
/// <param name="VolatilityPercent">Standard deviation of daily returns, times √252.</param>
/// <param name="Sharpe">Mean daily return over its standard deviation, times √252; no risk-free rate.</param>
/// <param name="Sortino">Likewise over the root mean square of the negative daily returns.</param>
/// <param name="Calmar">Growth a year over the maximum drawdown.</param>
/// <param name="ProfitFactor">Gains over losses of closed trades, net.</param>
/// <param name="Expectancy">Mean net gain of a closed trade, in the account's currency.</param>
/// <param name="Skewness">Of daily returns.</param>
/// <param name="Kurtosis">Of daily returns; 3 is a normal distribution's.</param>
/// <param name="Days">Daily returns that the statistics are made of.</param>
public sealed record PointFigures(
    decimal FinalValue,
    double ReturnPercent,
    double? CagrPercent,
    double? VolatilityPercent,
    double? Sharpe,
    double? Sortino,
    double? Calmar,
    double? ProfitFactor,
    double? WinRatePercent,
    double? Expectancy,
    double MaxDrawdownPercent,
    double ExposurePercent,
    int Trades,
    double? Skewness,
    double? Kurtosis,
    int Days)
{
    internal const double DaysPerYear = 252.0;

    public static PointFigures Of(BacktestResult result)
    {
        var returns = DailyReturns.Of(result);
        var moments = SampleMoments.Of(returns.AsSpan());
        var start = (double)result.StartCash;
        var total = ((double)result.FinalValue / start) - 1.0;
        var years = result.Equity.Count < 2 ? 0.0 : TimeSpan.FromTicks(result.Equity.Times[^1] - result.Equity.Times[0]).TotalDays / 365.25;
        double? growth = years > 0.0 && total > -1.0 ? (Math.Pow(1.0 + total, 1.0 / years) - 1.0) * 100.0 : null;
        var gains = result.Trades.Sum(trade => Math.Max(0.0, (double)trade.Net));
        var losses = result.Trades.Sum(trade => Math.Max(0.0, -(double)trade.Net));
        var downside = Math.Sqrt(returns.Sum(r => r < 0.0 ? r * r : 0.0) / Math.Max(1, returns.Length));
        return new PointFigures(
            result.FinalValue,
            total * 100.0,
            Finite(growth),
            returns.Length < 2 ? null : Finite(moments.Deviation * Math.Sqrt(DaysPerYear) * 100.0),
            Ratio(moments.Mean * Math.Sqrt(DaysPerYear), moments.Deviation),
            Ratio(moments.Mean * Math.Sqrt(DaysPerYear), downside),
            growth is { } g ? Ratio(g, result.MaxDrawdownPercent) : null,
            Ratio(gains, losses),
            Ratio(result.TradesWon * 100.0, result.Trades.Length),
            Ratio(gains - losses, result.Trades.Length),
            result.MaxDrawdownPercent,
            Ratio(result.Equity.InMarket.Count(open => open) * 100.0, result.Equity.Count) ?? 0.0,
            result.Trades.Length,
            moments.Skewness,
            moments.Kurtosis,
            returns.Length);
    }

    private static double? Ratio(double value, double divisor) => divisor > 0.0 ? Finite(value / divisor) : null;

    private static double? Finite(double? value) => value is { } number && double.IsFinite(number) ? number : null;
}

/// <summary>An equity curve by FX days.</summary>
public static class DailyReturns
{
    /// <summary>Simple returns from day end to day end; the first from the start cash. Days without bars are none; nothing returns from ruin.</summary>
    public static ImmutableArray<double> Of(BacktestResult result) => [.. ByDay(result).Select(day => day.Return)];

    /// <summary>The same with the day of each, by its number.</summary>
    public static ImmutableArray<(int Day, double Return)> ByDay(BacktestResult result)
    {
        var curve = result.Equity;
        var returns = ImmutableArray.CreateBuilder<(int, double)>();
        var before = (double)result.StartCash;
        var day = default(FxDay);
        for (var i = 0; i < curve.Count && before > 0.0; i++)
        {
            // A bar that closes on the stroke belongs to the day that ends then.
            var time = new DateTimeOffset(curve.Times[i] - 1, TimeSpan.Zero);
            day = day.Holds(time) ? day : FxDay.At(time);
            if (i + 1 < curve.Count && curve.Times[i + 1] - 1 < day.End.UtcTicks)
            {
                continue;
            }

            returns.Add((day.Date.DayNumber, (curve.Values[i] / before) - 1.0));
            before = curve.Values[i];
        }

        return returns.ToImmutable();
    }
}

/// <summary>Moments of a sample; zero and null where it is too small or its values do not differ.</summary>
internal readonly record struct SampleMoments(double Mean, double Deviation, double? Skewness, double? Kurtosis)
{
    public static SampleMoments Of(ReadOnlySpan<double> values)
    {
        if (values.Length < 2)
        {
            return new SampleMoments(values.Length == 0 ? 0.0 : values[0], 0.0, null, null);
        }

        var mean = 0.0;
        foreach (var value in values)
        {
            mean += value;
        }

        mean /= values.Length;
        var (second, third, fourth) = (0.0, 0.0, 0.0);
        foreach (var value in values)
        {
            var off = value - mean;
            second += off * off;
            third += off * off * off;
            fourth += off * off * off * off;
        }

        var variance = second / values.Length;
        return variance > 1e-24
            ? new SampleMoments(
                mean, Math.Sqrt(second / (values.Length - 1)), third / values.Length / Math.Pow(variance, 1.5),
                fourth / values.Length / (variance * variance))
            : new SampleMoments(mean, 0.0, null, null);
    }
}
