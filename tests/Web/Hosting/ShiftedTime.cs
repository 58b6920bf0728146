namespace Countersign.Tests.Web.Hosting;

/// <summary>The system's time, which a test can move on; timers run as ever.</summary>
public sealed class ShiftedTime : TimeProvider
{
    private long shift;

    public void Advance(TimeSpan by) => Interlocked.Add(ref shift, by.Ticks);

    public override DateTimeOffset GetUtcNow() => System.GetUtcNow().AddTicks(Interlocked.Read(ref shift));
}
