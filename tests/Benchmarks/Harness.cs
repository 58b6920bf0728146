using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace Countersign.Tests.Benchmarks;

/// <summary>One measured figure: the median of several runs, the 99th percentile where single operations are timed, and what it should be.</summary>
public sealed record Figure(string Name, string Unit, double Median, double? P99, double? Target, bool HigherIsBetter)
{
    /// <summary>Null when nothing was asked of the figure.</summary>
    public bool? TargetMet => Target is not { } target ? null : HigherIsBetter ? Median >= target : Median <= target;
}

/// <summary>Runs measurements, prints the table and writes it as JSON.</summary>
public static class Harness
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    /// <summary>The median of the values that <paramref name="measure"/> gives in <paramref name="runs"/> runs, after one that is thrown away.</summary>
    public static async Task<double> MedianAsync(int runs, Func<Task<double>> measure)
    {
        await measure();
        var values = new double[runs];
        for (var run = 0; run < runs; run++)
        {
            values[run] = await measure();
        }

        return Percentile(values, 0.5);
    }

    public static double Percentile(double[] values, double fraction)
    {
        var sorted = values.Order().ToArray();
        return sorted[Math.Min(sorted.Length - 1, (int)(fraction * sorted.Length))];
    }

    public static double PerSecond(long operations, TimeSpan elapsed) => operations / elapsed.TotalSeconds;

    public static void Print(IReadOnlyList<Figure> figures)
    {
        Console.WriteLine(Machine());
        Console.WriteLine($"commit {Commit()}");
        Console.WriteLine();
        Console.WriteLine($"{"figure",-58} {"median",14} {"p99",12} {"target",14}  unit");
        foreach (var figure in figures)
        {
            var verdict = figure.TargetMet switch { true => "met", false => "MISSED", null => "" };
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{figure.Name,-58} {figure.Median,14:N2} {figure.P99?.ToString("N2", CultureInfo.InvariantCulture) ?? "",12} {figure.Target?.ToString("N2", CultureInfo.InvariantCulture) ?? "",14}  {figure.Unit} {verdict}"));
        }
    }

    public static void Write(string path, IReadOnlyList<Figure> figures)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, JsonSerializer.Serialize(new { machine = Machine(), commit = Commit(), figures }, Indented));
    }

    private static string Machine() =>
        $"{RuntimeInformation.OSDescription}, {Environment.ProcessorCount} processors, {RuntimeInformation.FrameworkDescription}";

    private static string Commit()
    {
        try
        {
            using var git = Process.Start(new ProcessStartInfo("git", "rev-parse --short HEAD") { RedirectStandardOutput = true, RedirectStandardError = true });
            return git!.StandardOutput.ReadToEnd().Trim() is { Length: > 0 } commit ? commit : "unknown";
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return "unknown";
        }
    }
}
