using System.Globalization;
using Countersign.Domain.Backtests;
using Countersign.Domain.Backtests.Reports;
using Countersign.Domain.Execution;
using Countersign.Domain.Markets;
using Countersign.Domain.Strategies;
using Countersign.Tests.Domain.Backtests.Metrics;
using Countersign.Tests.Fixtures;
using Xunit;

namespace Countersign.Tests.Domain.Backtests.Reports;

public sealed class BacktestCsvTests
{
    [Fact]
    public void Fills_OfTheReferenceRun_BeginLikeTheReferencesOwnFile()
    {
        var written = Written(BacktestCsv.WriteFills, ReferenceRun.Result());
        var expected = File.ReadAllLines(SharedFiles.Require("golden/backtrader/eurusd_h1_2007-2018_ema20_50_fills.csv")).Skip(1).Select(FirstFive);

        Assert.Equal("time,side,quantity,price,commission,position_after,reason", written[0]);
        Assert.Equal(expected, written.Skip(1).Select(FirstFive));
        Assert.Equal("2007-01-15T12:00:00Z,BUY,10000,1.29515,0.25903,10000,rule", written[1]);
    }

    [Fact]
    public void Fills_OfSeveralSymbols_NameThemInALastColumn()
    {
        var sold = new BacktestFill(
            ResultScene.Start.AddMilliseconds(1), ResultScene.EurUsd, Side.Sell, new Quantity(5.0m), new Price(1.50m), 0.10m, default, SignalReason.Stop);
        var result = ResultScene.Of(EquityCurve.Empty) with { Symbols = [ResultScene.EurUsd, Symbol.Parse("GBPUSD")], Fills = [sold] };

        Assert.Equal(
            ["time,side,quantity,price,commission,position_after,reason,symbol", "2014-01-07T00:00:00.001Z,SELL,-5,1.5,0.1,0,stop,EURUSD"],
            Written(BacktestCsv.WriteFills, result));
    }

    [Fact]
    public void Trades_OneShort_IsALine()
    {
        var trade = ResultScene.Trade(-0.25m, side: Side.Sell, gross: -0.2m, against: 0.3m, inFavour: 0.01m);

        Assert.Equal(
            [
                "number,symbol,side,quantity,opened,open_price,closed,close_price,gross,net,reason,favourable,adverse",
                "1,EURUSD,SHORT,1,2014-01-07T00:00:00Z,1.25,2014-01-07T02:00:00Z,1.5,-0.2,-0.25,rule,0.01,0.3",
            ],
            Written(BacktestCsv.WriteTrades, ResultScene.OfTrades(trade)));
    }

    [Fact]
    public void Equity_EachBar_HasItsFallFromThePeak() => Assert.Equal(
        [
            "time,value,drawdown_percent,in_market", "2014-01-07T12:00:00Z,90,10,0", "2014-01-08T12:00:00Z,200.5,0,1",
            "2014-01-09T12:00:00Z,100.25,50,0",
        ],
        Written(BacktestCsv.WriteEquity, ResultScene.Of(ResultScene.Daily(90.0, 200.5, 100.25))));

    [Fact]
    public void Ledger_OfTheReferenceRun_BalancesInTheFile()
    {
        var written = Written(BacktestCsv.WriteLedger, ReferenceRun.Result());

        Assert.Equal("entry,account,amount,currency", written[0]);
        Assert.Equal(0m, written.Skip(1).Sum(line => decimal.Parse(line.Split(',')[2], CultureInfo.InvariantCulture)));
        Assert.Contains(written, line => line.Contains(",deposits,-100000,USD", StringComparison.Ordinal));
    }

    [Fact]
    public void Lines_WhateverTheMachinesLanguage_HavePoints()
    {
        var before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = new CultureInfo("") { NumberFormat = new NumberFormatInfo { NumberDecimalSeparator = ",", NegativeSign = "~" } };

            Assert.Contains("2014-01-08T12:00:00Z,200.5,0,1", Written(BacktestCsv.WriteEquity, ResultScene.Of(ResultScene.Daily(90.0, 200.5))));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void Lines_OfAnEmptyResult_AreTheHeaderAlone()
    {
        var empty = ResultScene.Of(EquityCurve.Empty);
        Action<TextWriter, BacktestResult>[] all = [BacktestCsv.WriteFills, BacktestCsv.WriteTrades, BacktestCsv.WriteEquity, BacktestCsv.WriteLedger];

        Assert.All(all, write => Assert.Single(Written(write, empty)));
    }

    private static string FirstFive(string line) => string.Join(',', line.Split(',').Take(5));

    private static string[] Written(Action<TextWriter, BacktestResult> write, BacktestResult result)
    {
        using var writer = new StringWriter();
        write(writer, result);
        var text = writer.ToString();
        Assert.EndsWith("\n", text);
        Assert.DoesNotContain('\r', text);
        return text[..^1].Split('\n');
    }
}
