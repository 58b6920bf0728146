using System.Diagnostics;

namespace Countersign.Tests.Api.Tenants;

/// <summary>A clock that the test moves.</summary>
internal sealed class ManualTime(DateTimeOffset now) : TimeProvider
{
    private readonly DateTimeOffset begin = now;
    private readonly long beginTimestamp = Stopwatch.GetTimestamp();

    public DateTimeOffset Now { get; set; } = now;

    /// <summary>Whether the stopwatch goes with the clock too, and so stands while the test does not move it.</summary>
    public bool HoldsStopwatch { get; set; }

    public override DateTimeOffset GetUtcNow() => Now;

    public override long GetTimestamp() =>
        HoldsStopwatch ? beginTimestamp + (long)((Now - begin).TotalSeconds * TimestampFrequency) : base.GetTimestamp();
}
