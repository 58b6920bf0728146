using System.Buffers.Text;
using System.Globalization;
using System.Text;
using Orleans.Streams;

namespace Orleans.Runtime;

/// <summary>A stream's identity: a key within an optional namespace, kept as UTF-8.</summary>
public readonly struct StreamId : IEquatable<StreamId>, IComparable<StreamId>, ISpanFormattable
{
    private readonly byte[] _fullKey;
    private readonly ushort _keyIndex;
    private readonly int _hash;

    private StreamId(byte[] fullKey, int keyIndex)
    {
        _fullKey = fullKey;
        _keyIndex = checked((ushort)keyIndex);
        _hash = StableHash(fullKey);
    }

    public ReadOnlyMemory<byte> FullKey => _fullKey;

    /// <summary>Empty when the stream has no namespace.</summary>
    public ReadOnlyMemory<byte> Namespace => _fullKey.AsMemory(0, _keyIndex);

    public ReadOnlyMemory<byte> Key => _fullKey.AsMemory(_keyIndex);

    /// <exception cref="ArgumentNullException">The key is empty.</exception>
    public static StreamId Create(ReadOnlySpan<byte> ns, ReadOnlySpan<byte> key)
    {
        if (key.IsEmpty)
        {
            throw new ArgumentNullException(nameof(key));
        }

        return new StreamId([.. ns, .. key], ns.Length);
    }

    public static StreamId Create(string? ns, Guid key)
    {
        Span<byte> text = stackalloc byte[32];
        Utf8Formatter.TryFormat(key, text, out _, 'N');
        return Create(ns is null ? [] : Encoding.UTF8.GetBytes(ns), text);
    }

    public static StreamId Create(string? ns, long key) => Create(ns, key.ToString(CultureInfo.InvariantCulture));

    public static StreamId Create(string? ns, string key)
    {
        var prefix = ns is null ? [] : Encoding.UTF8.GetBytes(ns);
        return new StreamId([.. prefix, .. Encoding.UTF8.GetBytes(key)], prefix.Length);
    }

    public static StreamId Create(IStreamIdentity streamIdentity) => Create(streamIdentity.Namespace, streamIdentity.Guid);

    /// <summary>Reads "namespace/key".</summary>
    /// <exception cref="ArgumentException">There is no slash.</exception>
    public static StreamId Parse(ReadOnlySpan<byte> value)
    {
        var slash = value.IndexOf((byte)'/');
        if (slash < 0)
        {
            throw new ArgumentException($"\"{Encoding.UTF8.GetString(value)}\" is no stream id: it has no slash between namespace and key.");
        }

        return Create(value[..slash], value[(slash + 1)..]);
    }

    public static bool operator ==(StreamId s1, StreamId s2) => s1.Equals(s2);

    public static bool operator !=(StreamId s1, StreamId s2) => !s1.Equals(s2);

    public int CompareTo(StreamId other) => _fullKey.AsSpan().SequenceCompareTo(other._fullKey);

    public bool Equals(StreamId other) => _fullKey.AsSpan().SequenceEqual(other._fullKey);

    public override bool Equals(object? obj) => obj is StreamId other && Equals(other);

    public override int GetHashCode() => _hash;

    public string GetKeyAsString() => Encoding.UTF8.GetString(Key.Span);

    public string? GetNamespace() => _keyIndex == 0 ? null : Encoding.UTF8.GetString(Namespace.Span);

    public override string ToString() => $"{GetNamespace() ?? "null"}/{GetKeyAsString()}";

    string IFormattable.ToString(string? format, IFormatProvider? formatProvider) => ToString();

    bool ISpanFormattable.TryFormat(Span<char> destination, out int charsWritten, ReadOnlySpan<char> format, IFormatProvider? provider)
    {
        var text = ToString();
        charsWritten = text.TryCopyTo(destination) ? text.Length : 0;
        return charsWritten > 0;
    }

    // The same in every process: subscription ids and queue numbers are derived from it.
    private static int StableHash(ReadOnlySpan<byte> bytes)
    {
        var hash = 2166136261u;
        foreach (var b in bytes)
        {
            hash = (hash ^ b) * 16777619u;
        }

        return (int)hash;
    }
}
