using Countersign.Domain.Accounts;
using Countersign.Domain.Execution;
using Countersign.Domain.Markets;
using Countersign.Tests.Domain.Accounts;
using Xunit;

namespace Countersign.Tests.Domain.Execution;

/// <summary>Each rule of the paper venue, and the ways in which simulations are known to flatter.</summary>
public sealed class MatchingBookTests
{
    [Fact]
    public void Market_AtAQuoteOfItsOwnTime_CrossesTheSpread()
    {
        var venue = new Venue().Quote(1.1000m, 1.1002m);

        Assert.Equal(["filled 1000 at 1.1002"], venue.Of(venue.Market(Side.Buy, 1000m)));
        Assert.Equal(["filled 1000 at 1.1000"], venue.Of(venue.Market(Side.Sell, 1000m)));
    }

    [Fact]
    public void Market_WhenTheOnlyQuoteIsOlderThanTheOrder_WaitsForTheNextOne()
    {
        var venue = new Venue().Quote(1.1000m, 1.1002m);
        venue.Now += TimeSpan.FromMilliseconds(200);
        var id = venue.Market(Side.Buy, 1000m);

        Assert.Equal(["accepted"], venue.Of(id));
        Assert.Equal(["accepted", "filled 1000 at 1.1012"], venue.Quote(1.1010m, 1.1012m).Of(id));
    }

    [Fact]
    public void Market_WithTheRuleOff_TakesTheQuoteAtHand()
    {
        var venue = new Venue(PaperRules.Default with { FillOnlyOnLaterQuotes = false }).Quote(1.1000m, 1.1002m);
        venue.Now += TimeSpan.FromSeconds(5);

        Assert.Equal(["filled 1000 at 1.1002"], venue.Of(venue.Market(Side.Buy, 1000m)));
    }

    [Fact]
    public void Market_OnAStaleQuoteOrNone_IsRejected()
    {
        var venue = new Venue();
        Assert.Equal(["rejected venue.no_price"], venue.Of(venue.Market(Side.Buy, 1000m)));

        venue.Quote(1.1000m, 1.1002m).Now += TimeSpan.FromMinutes(2);
        Assert.Equal(["rejected venue.stale_price"], venue.Of(venue.Market(Side.Buy, 1000m)));
    }

    [Fact]
    public void Market_ForWhichNoQuoteComes_IsNotKeptForMondaysOpen()
    {
        var venue = new Venue().Quote(1.1000m, 1.1002m);
        venue.Now += TimeSpan.FromSeconds(1);
        var id = venue.Market(Side.Buy, 1000m);

        venue.Advance(TimeSpan.FromMinutes(2));

        Assert.Equal(["accepted", "cancelled venue.stale_price"], venue.Of(id));
    }

    [Fact]
    public void Market_PlacedAfterFridaysLastQuote_IsNotFilledByMondaysFirstOne()
    {
        var venue = new Venue().Quote(1.1000m, 1.1002m);
        venue.Now += TimeSpan.FromSeconds(1);
        var id = venue.Market(Side.Buy, 1000m);
        venue.Now += TimeSpan.FromHours(49);

        Assert.Equal(["accepted", "cancelled venue.stale_price"], venue.Quote(1.1200m, 1.1204m).Of(id));
    }

    [Fact]
    public void Quote_CrossedOrWithoutAPrice_FillsAndTriggersNothing()
    {
        var venue = new Venue().Quote(1.1000m, 1.1002m);
        var stop = venue.Stop(Side.Sell, 1000m, 1.0990m);

        venue.Quote(1.0980m, 1.0970m).Quote(0m, 1.0970m).Quote(-1m, 1m);

        Assert.Equal(["accepted"], venue.Of(stop));
    }

    [Fact]
    public void FilledForwardPrice_FillsNothing()
    {
        var venue = new Venue().Quote(1.1000m, 1.1002m);
        var limit = venue.Limit(Side.Buy, 1000m, 1.1005m - 0.0010m);

        venue.Quote(1.0990m, 1.0992m, filledForward: true);
        Assert.Equal(["accepted"], venue.Of(limit));
        Assert.Equal(["accepted", "filled 1000 at 1.0995"], venue.Quote(1.0990m, 1.0992m).Of(limit));
    }

    [Fact]
    public void Stop_GappedOverTheWeekend_FillsAtMondaysPriceAndNotAtTheStop()
    {
        var venue = new Venue().Quote(1.1000m, 1.1002m);
        var stop = venue.Stop(Side.Sell, 1000m, 1.0950m);

        Assert.Equal(["accepted", "triggered", "filled 1000 at 1.0800"], venue.Quote(1.0800m, 1.0810m).Of(stop));
    }

    [Fact]
    public void Stop_WatchesTheSideWhereItFills()
    {
        var venue = new Venue().Quote(1.1000m, 1.1002m);
        var buy = venue.Stop(Side.Buy, 1000m, 1.1010m);

        Assert.Equal(["accepted"], venue.Quote(1.1007m, 1.1009m).Of(buy));
        Assert.Equal(["accepted", "triggered", "filled 1000 at 1.1010"], venue.Quote(1.1008m, 1.1010m).Of(buy));
    }

    [Fact]
    public void Limit_TouchedButNotTradedThrough_Stays()
    {
        var venue = new Venue().Quote(1.1000m, 1.1002m);
        var limit = venue.Limit(Side.Buy, 1000m, 1.0990m);

        Assert.Equal(["accepted"], venue.Quote(1.0988m, 1.0990m).Of(limit));
        Assert.Equal(["accepted", "filled 1000 at 1.0990"], venue.Quote(1.0980m, 1.0982m).Of(limit));
    }

    [Fact]
    public void Limit_WithPriceImprovementOn_GetsTheBetterGap()
    {
        var venue = new Venue(PaperRules.Default with { PriceImprovement = true }).Quote(1.1000m, 1.1002m);
        var limit = venue.Limit(Side.Buy, 1000m, 1.0990m);

        Assert.Equal(["accepted", "filled 1000 at 1.0982"], venue.Quote(1.0980m, 1.0982m).Of(limit));
    }

    [Fact]
    public void Limit_ThatTakesOnArrival_PaysTheQuoteAsTaker()
    {
        var venue = new Venue().Quote(1.1000m, 1.1002m);

        Assert.Equal(["filled 1000 at 1.1002"], venue.Of(venue.Limit(Side.Buy, 1000m, 1.1010m)));
        Assert.Equal(Liquidity.Taker, Assert.Single(venue.Fills).Liquidity);
    }

    [Fact]
    public void Limit_ThatRested_FillsAsMaker()
    {
        var venue = new Venue().Quote(1.1000m, 1.1002m);
        venue.Limit(Side.Sell, 1000m, 1.1010m);
        venue.Quote(1.1020m, 1.1022m);

        Assert.Equal((Liquidity.Maker, 1.1010m), (Assert.Single(venue.Fills).Liquidity, venue.Fills.Single().Price.Value));
    }

    [Fact]
    public void Limit_WithAQueueBeforeIt_WaitsUntilThatIsGone()
    {
        var venue = new Venue(PaperRules.Default with { LimitFill = LimitFill.QueuePosition }).Quote(1.1000m, 1.1002m, 5_000m, 5_000m);
        var limit = venue.Limit(Side.Buy, 1000m, 1.1000m);

        venue.Quote(1.1000m, 1.1002m, 2_000m, 5_000m).Quote(1.1000m, 1.1000m, 2_000m, 5_000m);
        Assert.Equal(["accepted"], venue.Of(limit));
        venue.Quote(1.1000m, 1.1002m, 500m, 5_000m).Quote(1.1000m, 1.1002m, 0m, 5_000m).Quote(1.1000m, 1.1000m, 0m, 5_000m);
        Assert.Equal(["accepted", "filled 1000 at 1.1000"], venue.Of(limit));
    }

    [Fact]
    public void Limit_PlacedBelowTheMarketBeforeItComes_QueuesBehindWhatShowsThere()
    {
        var venue = new Venue(PaperRules.Default with { LimitFill = LimitFill.QueuePosition }).Quote(1.1000m, 1.1002m, 5_000m, 5_000m);
        var limit = venue.Limit(Side.Buy, 1000m, 1.0990m);

        venue.Quote(1.0990m, 1.0992m, 3_000m, 5_000m).Quote(1.0990m, 1.0990m, 3_000m, 5_000m);
        Assert.Equal(["accepted"], venue.Of(limit));
        venue.Quote(1.0988m, 1.0990m, 3_000m, 5_000m);
        Assert.Equal(["accepted", "filled 1000 at 1.0990"], venue.Of(limit));
    }

    [Fact]
    public void Limit_InAQueueOfUnknownSize_MustBeTradedThrough()
    {
        var venue = new Venue(PaperRules.Default with { LimitFill = LimitFill.QueuePosition }).Quote(1.1000m, 1.1002m);
        var limit = venue.Limit(Side.Sell, 1000m, 1.1010m);

        Assert.Equal(["accepted"], venue.Quote(1.1008m, 1.1010m).Quote(1.1010m, 1.1012m).Of(limit));
        Assert.Equal(["accepted", "filled 1000 at 1.1010"], venue.Quote(1.1011m, 1.1013m).Of(limit));
    }

    [Fact]
    public void PostOnly_ThatWouldTake_IsRejected()
    {
        var venue = new Venue().Quote(1.1000m, 1.1002m);

        var id = venue.Place(venue.Ticket(Side.Buy, 1000m) with { Type = OrderType.Limit, LimitPrice = new Price(1.1002m), PostOnly = true });

        Assert.Equal(["rejected venue.post_only"], venue.Of(id));
    }

    [Fact]
    public void StopLimit_WhenTheMarketGapsBeyondItsLimit_RestsUnfilled()
    {
        var venue = new Venue().Quote(1.1000m, 1.1002m);
        var id = venue.Place(venue.Ticket(Side.Sell, 1000m) with
        {
            Type = OrderType.StopLimit, TriggerPrice = new Price(1.0990m), LimitPrice = new Price(1.0985m),
        });

        Assert.Equal(["accepted", "triggered"], venue.Quote(1.0950m, 1.0952m).Of(id));
        Assert.Equal(["accepted", "triggered", "filled 1000 at 1.0985"], venue.Quote(1.0990m, 1.0992m).Of(id));
    }

    [Theory]
    [InlineData(TrailUnit.Distance, 0.0050)]
    [InlineData(TrailUnit.Percent, 0.5)]
    public void TrailingStop_FollowsTheMarketUpAndNeverDown(TrailUnit unit, double trail)
    {
        var venue = new Venue().Quote(1.0000m, 1.0002m);
        var id = venue.Place(venue.Ticket(Side.Sell, 1000m) with { Type = OrderType.TrailingStop, Trail = new Trail((decimal)trail, unit) });

        venue.Quote(1.0100m, 1.0102m).Quote(1.0060m, 1.0062m).Quote(1.0052m, 1.0054m);
        Assert.Equal(["accepted"], venue.Of(id));
        Assert.Equal(["accepted", "triggered", "filled 1000 at 1.0040"], venue.Quote(1.0040m, 1.0042m).Of(id));
    }

    [Fact]
    public void TrailingStops_OfManyEntries_EachKeepItsOwnBest()
    {
        var venue = new Venue().Quote(1.0000m, 1.0002m);
        var early = venue.Place(venue.Ticket(Side.Sell, 1m) with { Type = OrderType.TrailingStop, Trail = new Trail(0.0030m, TrailUnit.Distance) });
        venue.Quote(1.0050m, 1.0052m).Quote(1.0025m, 1.0027m);
        var late = venue.Place(venue.Ticket(Side.Sell, 1m) with { Type = OrderType.TrailingStop, Trail = new Trail(0.0030m, TrailUnit.Distance) });

        venue.Quote(1.0020m, 1.0022m);
        Assert.Equal((3, 1), (venue.Of(early).Count(), venue.Of(late).Count()));
        Assert.Equal(3, venue.Quote(0.9995m, 0.9997m).Of(late).Count());
    }

    [Fact]
    public void Fill_OfMoreThanIsDisplayed_TakesWhatIsThereAndWaits()
    {
        var venue = new Venue().Quote(1.1000m, 1.1002m, 400m, 300m);
        var id = venue.Market(Side.Buy, 1000m);

        venue.Quote(1.1004m, 1.1006m, 400m, 500m).Quote(1.1010m, 1.1012m, 400m, 500m);

        Assert.Equal(["filled 300 at 1.1002", "filled 500 at 1.1006", "filled 200 at 1.1012"], venue.Of(id).Where(t => t != "accepted"));
    }

    [Fact]
    public void DisplayedSize_TakenByOneOrder_IsNotThereForTheNext()
    {
        var venue = new Venue().Quote(1.1000m, 1.1002m, 500m, 500m);
        var first = venue.Market(Side.Buy, 400m, TimeInForce.ImmediateOrCancel);
        var second = venue.Market(Side.Buy, 400m, TimeInForce.ImmediateOrCancel);

        Assert.Equal(["filled 400 at 1.1002"], venue.Of(first));
        Assert.Equal(["filled 100 at 1.1002", "cancelled venue.ioc"], venue.Of(second));
    }

    [Fact]
    public void FillOrKill_OfMoreThanIsDisplayed_FillsNothing()
    {
        var venue = new Venue().Quote(1.1000m, 1.1002m, 500m, 500m);

        Assert.Equal(["cancelled venue.fok"], venue.Of(venue.Market(Side.Buy, 501m, TimeInForce.FillOrKill)));
        Assert.Equal(["filled 500 at 1.1002"], venue.Of(venue.Market(Side.Buy, 500m, TimeInForce.FillOrKill)));
    }

    [Fact]
    public void Iceberg_ShowsASliceAtATimeAndGoesToTheBackOfTheQueue()
    {
        var venue = new Venue().Quote(1.1000m, 1.1002m);
        var iceberg = venue.Place(venue.Ticket(Side.Buy, 300m) with
        {
            Type = OrderType.Limit, LimitPrice = new Price(1.0990m), DisplayQuantity = new Quantity(100m),
        });
        var other = venue.Limit(Side.Buy, 100m, 1.0990m);

        venue.Quote(1.0985m, 1.0987m, 150m, 150m);
        Assert.Equal(["filled 100 at 1.0990"], venue.Of(iceberg).Skip(1));
        Assert.Equal(["filled 50 at 1.0990"], venue.Of(other).Skip(1));
        venue.Quote(1.0985m, 1.0987m, 100m, 100m);
        Assert.Equal(2, venue.Of(other).Skip(1).Count());
        Assert.Equal(["filled 100 at 1.0990", "filled 50 at 1.0990"], venue.Of(iceberg).Skip(1));
    }

    [Fact]
    public void Oco_WhenOneTickWouldFillBothLegs_FillsTheStopAndCancelsTheTarget()
    {
        var venue = new Venue().Quote(1.1000m, 1.1002m);
        venue.Market(Side.Buy, 1000m);
        var stop = venue.Place(Exit(venue) with { Type = OrderType.Stop, TriggerPrice = new Price(1.0990m) });
        var target = venue.Place(Exit(venue) with { Type = OrderType.Limit, LimitPrice = new Price(1.0980m + 0.0050m) });

        // A bar's extremes passed as one quote: the bid is below the stop.
        venue.Quote(1.0985m, 1.1100m);

        Assert.Equal(["accepted", "triggered", "filled 1000 at 1.0985"], venue.Of(stop));
        Assert.Equal(["accepted", "cancelled venue.oco"], venue.Of(target));
    }

    [Fact]
    public void Oco_FilledInPart_MakesTheOtherLegSmaller()
    {
        var venue = new Venue().Quote(1.1000m, 1.1002m);
        venue.Market(Side.Buy, 1000m);
        var stop = venue.Place(Exit(venue) with { Type = OrderType.Stop, TriggerPrice = new Price(1.0990m) });
        var target = venue.Place(Exit(venue) with { Type = OrderType.Limit, LimitPrice = new Price(1.1010m) });

        venue.Quote(1.1015m, 1.1017m, 300m, 300m);

        Assert.Equal(["accepted", "filled 300 at 1.1010"], venue.Of(target));
        Assert.Equal(["accepted", "amended to 700"], venue.Of(stop));
    }

    [Fact]
    public void ReduceOnly_WithoutAPosition_IsCancelledInsteadOfOpeningOne()
    {
        var venue = new Venue().Quote(1.1000m, 1.1002m);

        Assert.Equal(["cancelled venue.reduce_only"], venue.Of(venue.Market(Side.Sell, 1000m, reduceOnly: true)));
        Assert.Equal(Quantity.Zero, venue.Book.PositionOf(Venue.Mine));
    }

    [Fact]
    public void ReduceOnly_LargerThanThePosition_ClosesItAndEnds()
    {
        var venue = new Venue().Quote(1.1000m, 1.1002m);
        venue.Market(Side.Buy, 400m);

        Assert.Equal(["filled 400 at 1.1000", "cancelled venue.reduce_only"], venue.Of(venue.Market(Side.Sell, 1000m, reduceOnly: true)));
    }

    [Fact]
    public void Day_EndsAt1700NewYork_AlsoInTheWeekOfTheClockChange()
    {
        // 10 March 2024: New York's clocks go forward, London's do not.
        var venue = new Venue { Now = new DateTimeOffset(2024, 3, 11, 20, 0, 0, TimeSpan.Zero) };
        venue.Quote(1.1000m, 1.1002m);
        var id = venue.Limit(Side.Buy, 1000m, 1.0900m, TimeInForce.Day);

        venue.Advance(new DateTimeOffset(2024, 3, 11, 20, 59, 59, TimeSpan.Zero) - venue.Now);
        Assert.Equal(["accepted"], venue.Of(id));
        venue.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(["accepted", "expired"], venue.Of(id));
    }

    [Fact]
    public void GoodTillDate_ReachedByAQuoteAfterIt_ExpiresBeforeThatQuoteFillsIt()
    {
        var venue = new Venue().Quote(1.1000m, 1.1002m);
        var id = venue.Place(venue.Ticket(Side.Buy, 1000m) with
        {
            Type = OrderType.Limit, LimitPrice = new Price(1.0990m), TimeInForce = TimeInForce.GoodTillDate, ExpiresAt = venue.Now.AddSeconds(1),
        });

        Assert.Equal(["accepted", "expired"], venue.Quote(1.0900m, 1.0902m).Of(id));
    }

    [Fact]
    public void Cancel_ThatIsStillOnItsWay_LosesTheRaceToAFill()
    {
        var venue = new Venue(PaperRules.Default with { Latency = new LatencyModel.Fixed(TimeSpan.FromSeconds(3)) }).Quote(1.1000m, 1.1002m);
        var id = venue.Limit(Side.Buy, 1000m, 1.0990m);
        venue.Quote(1.1000m, 1.1002m).Quote(1.1000m, 1.1002m).Quote(1.1000m, 1.1002m).Quote(1.1000m, 1.1002m);
        venue.Cancel(id);

        venue.Quote(1.0980m, 1.0982m).Quote(1.1000m, 1.1002m).Quote(1.1000m, 1.1002m).Quote(1.1000m, 1.1002m);

        Assert.Equal(["accepted", "filled 1000 at 1.0990", "cancel rejected venue.not_open"], venue.Of(id));
    }

    [Fact]
    public void Latency_LetsTheMarketMoveBeforeTheOrderIsThere()
    {
        var venue = new Venue(PaperRules.Default with { Latency = new LatencyModel.Fixed(TimeSpan.FromMilliseconds(1_500)) })
            .Quote(1.1000m, 1.1002m);
        var id = venue.Market(Side.Buy, 1000m);

        venue.Quote(1.1010m, 1.1012m).Quote(1.1020m, 1.1022m);

        Assert.Equal(["accepted", "filled 1000 at 1.1022"], venue.Of(id));
    }

    [Fact]
    public void LogNormalLatency_WithTheSameSeed_IsTheSame()
    {
        static string Run(int seed)
        {
            var venue = new Venue(PaperRules.Default with { Latency = new LatencyModel.LogNormal(TimeSpan.FromSeconds(2), 0.8) }, seed);
            for (var i = 0; i < 50; i++)
            {
                venue.Quote(1.1000m + (i * 0.0001m), 1.1002m + (i * 0.0001m));
                venue.Market(Side.Buy, 10m);
            }

            return string.Join(',', venue.Reports);
        }

        Assert.Equal(Run(7), Run(7));
        Assert.NotEqual(Run(7), Run(8));
    }

    [Fact]
    public void Cancel_OnARandomlyFasterLine_DoesNotOvertakeItsOrder()
    {
        var venue = new Venue(PaperRules.Default with { Latency = new LatencyModel.LogNormal(TimeSpan.FromSeconds(2), 2) });
        venue.Quote(1.1000m, 1.1002m);
        var orders = Enumerable.Range(0, 50).Select(_ => venue.Limit(Side.Buy, 10m, 1.0900m)).ToList();
        orders.ForEach(venue.Cancel);
        venue.Advance(TimeSpan.FromHours(5));

        Assert.All(orders, id => Assert.Equal(["accepted", "cancelled venue.requested"], venue.Of(id)));
    }

    [Fact]
    public void VolatilitySlippage_WhileNothingIsQuoted_DoesNotTakeTheMarketForCalm()
    {
        static decimal Paid(int repeated)
        {
            var venue = new Venue(PaperRules.Default with { Slippage = new SlippageModel.Volatility(2, 3) });
            venue.Quote(1.0990m, 1.0992m).Quote(1.0995m, 1.0997m);
            for (var i = 0; i < repeated; i++)
            {
                venue.Quote(1.0995m, 1.0997m, filledForward: true);
            }

            venue.Quote(1.1000m, 1.1002m).Market(Side.Buy, 500m);
            return venue.Fills.Single().Price.Value;
        }

        Assert.Equal(Paid(0), Paid(20));
    }

    public static TheoryData<SlippageModel, decimal> Slippages => new()
    {
        { new SlippageModel.None(), 1.10020m },
        { new SlippageModel.Fixed(0.00015m), 1.10035m },
        { new SlippageModel.Volatility(2, 3), 1.10020m + 0.0005m },
        { new SlippageModel.VolumeShare(0.1, 1.0, 1_000m), 1.10020m + 0.0275m + 0.00001m },
        { new SlippageModel.SquareRootImpact(1, 0.006, 5_000_000m), 1.10020m + 0.00007m },
    };

    [Theory]
    [MemberData(nameof(Slippages))]
    public void Slippage_OfEachModel_IsItsFormula(SlippageModel model, decimal expected)
    {
        var venue = new Venue(PaperRules.Default with { Slippage = model, PartialFillsBySize = false });
        venue.Quote(1.0990m, 1.0992m).Quote(1.0995m, 1.0997m).Quote(1.1000m, 1.1002m);
        venue.Market(Side.Buy, 500m);

        var paid = Assert.Single(venue.Fills).Price.Value;
        if (model is SlippageModel.Volatility)
        {
            // The average of two moves of 5 pips, from zero, with weight 1/2: 3.75 pips, twice.
            Assert.Equal(1.10020m + 0.00075m, paid);
        }
        else
        {
            Assert.InRange(paid, expected - 0.00001m, expected);
        }
    }

    [Fact]
    public void Slippage_OfALimitThatTakes_NeverGoesBeyondTheLimit()
    {
        var venue = new Venue(PaperRules.Default with { Slippage = new SlippageModel.Fixed(0.01m) }).Quote(1.1000m, 1.1002m);
        venue.Limit(Side.Buy, 1000m, 1.1004m);

        Assert.Equal(1.1004m, Assert.Single(venue.Fills).Price.Value);
    }

    [Fact]
    public void Amend_ToLessKeepsThePlace_ToMoreGoesToTheBack()
    {
        var venue = new Venue().Quote(1.1000m, 1.1002m);
        var first = venue.Limit(Side.Buy, 200m, 1.0990m);
        var second = venue.Limit(Side.Buy, 200m, 1.0990m);
        venue.Amend(first, new OrderAmendment(Quantity: new Quantity(100m)));
        venue.Quote(1.0985m, 1.0987m, 100m, 100m);
        Assert.Contains("filled 100 at 1.0990", venue.Of(first));

        var third = venue.Limit(Side.Buy, 200m, 1.0990m);
        venue.Amend(second, new OrderAmendment(Quantity: new Quantity(300m)));
        venue.Quote(1.0985m, 1.0987m, 200m, 200m);
        Assert.Contains("filled 200 at 1.0990", venue.Of(third));
        Assert.DoesNotContain(venue.Of(second), t => t.StartsWith("filled", StringComparison.Ordinal));
    }

    [Fact]
    public void Amend_BelowWhatIsFilled_IsRejected()
    {
        var venue = new Venue().Quote(1.1000m, 1.1002m, 300m, 300m);
        var id = venue.Market(Side.Buy, 1000m);
        venue.Amend(id, new OrderAmendment(Quantity: new Quantity(300m)));

        Assert.Contains("amend rejected venue.below_filled", venue.Of(id));
    }

    [Fact]
    public void Submit_OfAKnownOrder_ChangesNothing()
    {
        var venue = new Venue().Quote(1.1000m, 1.1002m);
        var ticket = venue.Ticket(Side.Buy, 1000m) with { Type = OrderType.Limit, LimitPrice = new Price(1.0990m) };
        venue.Place(ticket);
        venue.Place(ticket);

        Assert.Equal(1, venue.Book.Count);
        Assert.Equal(["accepted"], venue.Of(ticket.Id));
    }

    [Fact]
    public void Submit_OfTheSameIdByAnotherAccount_IsAnotherOrder()
    {
        var venue = new Venue().Quote(1.1000m, 1.1002m);
        var ticket = venue.Ticket(Side.Buy, 1000m);
        venue.Place(ticket);
        venue.Place(ticket, new VenueAccount("theirs"));

        Assert.Equal(2, venue.Fills.Count());
        Assert.Equal(new Quantity(1000m), venue.Book.PositionOf(Venue.Mine));
    }

    [Fact]
    public void Restore_AfterTheVenueForgot_GoesOnWithTheRestAndDoesNotFillTwice()
    {
        var venue = new Venue();
        var ticket = venue.Ticket(Side.Sell, 1000m) with { Type = OrderType.Limit, LimitPrice = new Price(1.1010m), ReduceOnly = true };
        venue.Book.Restore(
            Venue.Mine, hedging: false, [(PositionId.Of(Desk.EurUsd), new Quantity(600m))],
            [new BrokerOrder(Desk.AccountId, ticket, venue.Now, new Quantity(400m))], venue.Now);

        venue.Quote(1.1000m, 1.1002m).Quote(1.1020m, 1.1022m);

        Assert.Equal(["filled 600 at 1.1010"], venue.Of(ticket.Id));
        Assert.Equal("paper-o-1-1000", Assert.Single(venue.Fills).ExecutionId.Value);
    }

    [Fact]
    public void Restore_AtAQuoteThatWouldFill_WaitsForTheNextSoThatTheFillIsTold()
    {
        var venue = new Venue().Quote(1.1000m, 1.1002m);
        var ticket = venue.Ticket(Side.Buy, 1000m) with { Type = OrderType.Limit, LimitPrice = new Price(1.1010m) };

        venue.Book.Restore(Venue.Mine, hedging: false, [], [new BrokerOrder(Desk.AccountId, ticket, venue.Now)], venue.Now);
        Assert.Equal(Quantity.Zero, venue.Book.PositionOf(Venue.Mine));

        Assert.Equal(["filled 1000 at 1.1004"], venue.Quote(1.1002m, 1.1004m).Of(ticket.Id));
    }

    private static OrderTicket Exit(Venue venue) => venue.Ticket(Side.Sell, 1000m) with { ReduceOnly = true, OcoGroup = "g" };
}
