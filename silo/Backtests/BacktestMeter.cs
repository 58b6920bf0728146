using Countersign.Grains.Backtests;

namespace Countersign.Silo.Backtests;

/// <summary>How far a run is: written by the run, read by whoever reports it. Reading the bars counts for nothing yet.</summary>
internal sealed class BacktestMeter : IProgress<double>
{
    private long done;
    private long total;

    /// <summary>So many bars are to be run.</summary>
    public void Begin(long bars) => Interlocked.Exchange(ref total, bars);

    /// <summary>The run's share that is done, 0 to 1.</summary>
    public void Report(double value) => Interlocked.Exchange(ref done, (long)(value * Interlocked.Read(ref total)));

    public BacktestProgress Read() => new(Interlocked.Read(ref done), Interlocked.Read(ref total));
}
