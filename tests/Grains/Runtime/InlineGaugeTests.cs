#if !ORLEANS
using Orleans.Runtime;
using Xunit;

namespace Countersign.Tests.Grains.Runtime;

public sealed class InlineGaugeTests
{
    [Fact]
    public void Method_WhoseTurnsAreShort_StaysInlineAndIsTimedSeldom()
    {
        var gauge = new InlineGauge();
        var timed = 0;
        for (var call = 0; call < 1_000; call++)
        {
            Assert.True(gauge.MayRunInline);
            var began = gauge.Begin();
            timed += began == 0 ? 0 : 1;
            gauge.End(began, ticksMax: long.MaxValue);
        }

        Assert.InRange(timed, 8, 30);
    }

    [Fact]
    public void Method_WithALongTurn_IsQueuedForAWhileAndThenTriedAgain()
    {
        var gauge = new InlineGauge();
        gauge.End(gauge.Begin(), ticksMax: long.MaxValue);
        gauge.End(gauge.Begin(), ticksMax: -1);

        var queued = 0;
        while (!gauge.MayRunInline)
        {
            queued++;
        }

        Assert.Equal(512, queued);
        Assert.NotEqual(0, gauge.Begin());
    }
}
#endif
