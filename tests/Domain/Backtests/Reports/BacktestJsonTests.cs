using System.Text.Json;
using Countersign.Domain.Backtests;
using Countersign.Domain.Backtests.Metrics;
using Countersign.Domain.Backtests.Reports;
using Countersign.Tests.Domain.Backtests.Metrics;
using Xunit;

namespace Countersign.Tests.Domain.Backtests.Reports;

public sealed class BacktestJsonTests
{
    [Fact]
    public void Json_OfTheReferenceRun_HoldsEveryNumberExactly()
    {
        var result = ReferenceRun.Result();
        using var json = Written(result);
        var root = json.RootElement;

        Assert.Equal((74_439, 2_805, 1_402), (root.GetProperty("bars").GetInt64(), root.GetProperty("fills").GetInt32(), root.GetProperty("trades").GetInt32()));
        Assert.Equal(result.FinalValue, root.GetProperty("finalValue").GetDecimal());
        Assert.Equal(result.MaxDrawdownPercent, root.GetProperty("maxDrawdownPercent").GetDouble());
        var details = root.GetProperty("details");
        Assert.Equal(result.Equity.Values, details.GetProperty("equity").EnumerateArray().Select(p => p.GetProperty("value").GetDouble()));
        Assert.Equal(result.Trades.Select(t => t.Net), details.GetProperty("trades").EnumerateArray().Select(t => t.GetProperty("net").GetDecimal()));
        Assert.Equal(result.Fills.Select(f => f.Time), details.GetProperty("fills").EnumerateArray().Select(f => f.GetProperty("time").GetDateTimeOffset()));
        Assert.Equal(result.Entries.Length, details.GetProperty("ledger").GetArrayLength());
        Assert.Equal("2007-01-15T12:00:00Z", details.GetProperty("fills")[0].GetProperty("time").GetString());
    }

    [Fact]
    public void Json_NamesOfTheFigures_AreTheContract()
    {
        using var json = Written(ResultScene.OfTrades(ResultScene.Trade(1m)));

        Assert.Equal(
            "symbols definitionHash bars signals denied fills trades tradesWon closedNet startCash finalValue maxDrawdownPercent metrics breakdowns details",
            Names(json.RootElement));
        var metrics = json.RootElement.GetProperty("metrics");
        Assert.Equal("returns drawdown trades activity", Names(metrics));
        Assert.Equal(
            "periods years totalPercent cagrPercent volatilityPercent sharpe sortino calmar omega tailRatio skewness kurtosis bestPercent worstPercent "
            + "probabilisticSharpe deflatedSharpe minimumTrackRecord trials",
            Names(metrics.GetProperty("returns")));
        Assert.Equal(
            "maxPercent maxFrom maxAt maxRecovered maxDays maxBars longestDays longestBars underWaterPercent meanPercent ulcerIndex",
            Names(metrics.GetProperty("drawdown")));
        Assert.Equal(
            "count won lost winRatePercent profitFactor expectancy averageWin averageLoss payoffRatio largestWin largestLoss averageHoldingHours "
            + "averageAdversePercent averageFavourablePercent winStreak lossStreak",
            Names(metrics.GetProperty("trades")));
        Assert.Equal(
            "exposurePercent tradesPerYear traded turnoverPerYear commission financing costs costSharePercent", Names(metrics.GetProperty("activity")));
        var breakdowns = json.RootElement.GetProperty("breakdowns");
        Assert.Equal("months weekdays sessions symbols sides exitReasons", Names(breakdowns));
        Assert.Equal("group count won net winRatePercent profitFactor", Names(breakdowns.GetProperty("months")[0]));
        var details = json.RootElement.GetProperty("details");
        Assert.Equal("fills trades ledger equity", Names(details));
        Assert.Equal(
            "symbol side quantity opened openPrice closed closePrice gross net reason favourableExcursion adverseExcursion",
            Names(details.GetProperty("trades")[0]));
        Assert.Equal("time value inMarket", Names(details.GetProperty("equity")[0]));
    }

    [Fact]
    public void Json_UndefinedFigures_AreNull()
    {
        using var json = Written(ResultScene.Of(EquityCurve.Empty));

        Assert.Equal(JsonValueKind.Null, json.RootElement.GetProperty("metrics").GetProperty("returns").GetProperty("sharpe").ValueKind);
        Assert.Equal(JsonValueKind.Null, json.RootElement.GetProperty("metrics").GetProperty("trades").GetProperty("profitFactor").ValueKind);
    }

    private static string Names(JsonElement element) => string.Join(' ', element.EnumerateObject().Select(p => p.Name));

    private static JsonDocument Written(BacktestResult result)
    {
        using var stream = new MemoryStream();
        BacktestJson.Write(stream, result, BacktestMetrics.Of(result, MetricsSettings.Default), BacktestBreakdowns.Of(result, DayConvention.Fx));
        return JsonDocument.Parse(stream.ToArray());
    }
}
