using System.Security.Cryptography;
using System.Text;

namespace Countersign.Embedded.Simulation;

/// <summary>What ran when: lines of step, elapsed virtual time, grain and method, and a hash over all of them.</summary>
public sealed class SimulationTrace
{
    /// <summary>Lines kept as text; the hash goes on beyond them.</summary>
    public const int LinesMax = 200_000;

    private readonly List<string> _lines = [];
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    internal SimulationTrace()
    {
    }

    public long Count { get; private set; }

    public IReadOnlyList<string> Lines => _lines;

    /// <summary>SHA-256 over all lines, in hexadecimal.</summary>
    public string Hash => Convert.ToHexString(_hash.GetCurrentHash());

    internal void Add(string line)
    {
        Count++;
        _hash.AppendData(Encoding.UTF8.GetBytes(line + "\n"));
        if (_lines.Count < LinesMax)
        {
            _lines.Add(line);
        }
    }
}
