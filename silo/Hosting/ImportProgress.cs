using System.Globalization;

namespace Countersign.Silo.Hosting;

/// <summary>How far a file has been read: a bar on a terminal, a line now and then elsewhere.</summary>
internal sealed class ImportProgress(TextWriter errors, bool isTerminal, TimeProvider time)
{
    private const int Width = 30;

    private static readonly TimeSpan LinePeriod = TimeSpan.FromSeconds(5);

    private readonly long began = time.GetTimestamp();
    private TimeSpan shown;
    private bool isBarShown;

    public void Show(Stream file, long rows)
    {
        var elapsed = time.GetElapsedTime(began);
        var done = file.Length == 0 ? 1.0 : (double)file.Position / file.Length;
        var figures = string.Create(
            CultureInfo.InvariantCulture, $"{100.0 * done,3:0} %  {rows:N0} rows, {rows / Math.Max(elapsed.TotalSeconds, 0.001):N0}/s");
        if (isTerminal)
        {
            var full = (int)(done * Width);
            errors.Write($"\r  [{new string('#', full)}{new string('.', Width - full)}] {figures}   ");
            isBarShown = true;
        }
        else if (elapsed - shown >= LinePeriod)
        {
            shown = elapsed;
            errors.WriteLine("  " + figures);
        }
    }

    public void End()
    {
        if (isBarShown)
        {
            errors.WriteLine();
            isBarShown = false;
        }
    }
}
