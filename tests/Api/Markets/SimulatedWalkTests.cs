using Countersign.Domain.Markets;
using Countersign.Silo.Markets;
using Xunit;

namespace Countersign.Tests.Api.Markets;

public sealed class SimulatedWalkTests
{
    private static readonly Instrument EurUsd = Instruments.Find(Symbol.Parse("EURUSD"))!;
    private static readonly DateTimeOffset Monday = new(2026, 2, 2, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Ticks_OfTheSameSeed_AreTheSameAndOfAnotherAreNot()
    {
        Assert.Equal(Ticks(1, 1).Take(5_000), Ticks(1, 1).Take(5_000));
        Assert.NotEqual(Ticks(1, 1).Take(5_000), Ticks(2, 1).Take(5_000));
    }

    [Fact]
    public void Prices_OfWeeks_AreOnTheTickNeverCrossedAndNearTheirHome()
    {
        Assert.All(Ticks(3, 10), t =>
        {
            Assert.True(t.Bid < t.Ask && EurUsd.IsValidPrice(t.Bid) && EurUsd.IsValidPrice(t.Ask), $"{t}");
            Assert.InRange(t.Bid.Value, 0.95m, 1.25m);
        });
    }

    [Fact]
    public void Moves_WhileLondonAndNewYorkTrade_AreLargerThanAtNight()
    {
        var moves = new double[24];
        Tick? before = null;
        foreach (var tick in Enumerable.Range(1, 8).SelectMany(seed => Ticks(seed, 5)))
        {
            if (before is { } last && tick.Time - last.Time == TimeSpan.FromSeconds(10))
            {
                var move = Math.Log(tick.Bid.ToDouble() / last.Bid.ToDouble());
                moves[tick.Time.Hour] += move * move;
            }

            before = tick;
        }

        // 14:00 to 16:00 UTC both are open in winter; at 22:00 and 23:00 nobody but Tokyo's early risers.
        Assert.True(moves[14] + moves[15] > 2.0 * (moves[22] + moves[23]), string.Join(' ', moves.Select(m => m.ToString("e1"))));
    }

    [Fact]
    public void Spread_AroundTheRollover_IsSeveralTimesAsWide()
    {
        var ticks = Enumerable.Range(1, 4).SelectMany(seed => Ticks(seed, 4)).ToList();
        var rollover = ticks.Where(t => t.Time.TimeOfDay >= new TimeSpan(21, 55, 0) && t.Time.TimeOfDay < new TimeSpan(22, 5, 0)).Average(t => t.Ask - t.Bid);
        var noon = ticks.Where(t => t.Time.Hour == 14).Average(t => t.Ask - t.Bid);

        Assert.True(rollover > 3m * noon, $"{rollover} and {noon}");
        Assert.InRange(noon, 0.00003m, 0.0004m);
    }

    [Fact]
    public void Jumps_NowAndThen_WidenTheSpreadWithThem()
    {
        var jumps = 0;
        Tick? before = null;
        foreach (var tick in Enumerable.Range(1, 6).SelectMany(seed => Ticks(seed, 5)))
        {
            if (before is { } last && tick.Time - last.Time == TimeSpan.FromSeconds(10)
                && Math.Abs(Math.Log(tick.Bid.ToDouble() / last.Bid.ToDouble())) > 0.0015)
            {
                jumps++;
                Assert.True(tick.Ask - tick.Bid > 0.0002m, $"{last} {tick}");
            }

            before = tick;
        }

        Assert.InRange(jumps, 5, 150);
    }

    private static IEnumerable<Tick> Ticks(int seed, int days)
    {
        var walk = new SimulatedWalk(EurUsd, 1.0850m, new Random(seed));
        var step = TimeSpan.FromSeconds(10);
        for (var at = Monday; at < Monday.AddDays(days); at += step)
        {
            yield return walk.Next(at, step);
        }
    }
}
