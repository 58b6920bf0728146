namespace Countersign.Tests.Api.Requests;

/// <summary>A clock and a stopwatch that stand until the test moves them.</summary>
internal sealed class SteadyTime : TimeProvider
{
    private DateTimeOffset now = new(2026, 1, 5, 9, 0, 0, TimeSpan.Zero);

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public void Pass(TimeSpan time) => now += time;

    public override DateTimeOffset GetUtcNow() => now;

    public override long GetTimestamp() => now.UtcTicks;
}
