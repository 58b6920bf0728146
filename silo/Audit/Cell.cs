using System.Globalization;

namespace Countersign.Silo.Audit;

internal enum CellKind
{
    Null,
    Text,
    Integer,
    Real,
    Bytes,
}

/// <summary>One value of a row, in the few forms that both databases keep alike: times as UTC ticks, exact numbers as text.</summary>
internal readonly struct Cell
{
    private readonly object? reference;
    private readonly long bits;

    private Cell(CellKind kind, object? reference, long bits)
    {
        Kind = kind;
        this.reference = reference;
        this.bits = bits;
    }

    public CellKind Kind { get; }

    public string Text => (string)reference!;

    public byte[] Bytes => (byte[])reference!;

    public long Integer => bits;

    public double Real => BitConverter.Int64BitsToDouble(bits);

    public static implicit operator Cell(string? value) => value is null ? default : new Cell(CellKind.Text, value, 0);

    public static implicit operator Cell(byte[] value) => new(CellKind.Bytes, value, 0);

    public static implicit operator Cell(long value) => new(CellKind.Integer, null, value);

    public static implicit operator Cell(double value) => new(CellKind.Real, null, BitConverter.DoubleToInt64Bits(value));

    public static implicit operator Cell(decimal value) => new(CellKind.Text, value.ToString(CultureInfo.InvariantCulture), 0);

    public static implicit operator Cell(decimal? value) => value is { } some ? some : default(Cell);

    public static implicit operator Cell(DateTimeOffset value) => value.UtcTicks;

    /// <summary>The value as ADO.NET takes it.</summary>
    public object ToParameter() => Kind switch
    {
        CellKind.Text => Text,
        CellKind.Integer => bits,
        CellKind.Real => Real,
        CellKind.Bytes => Bytes,
        _ => DBNull.Value,
    };
}

/// <summary>A statement that changes at most a few rows. Parameters are <c>$1</c>, <c>$2</c>, …, which both databases understand.</summary>
/// <remarks>It must not be able to fail on data: one refused row would fail every append of its transaction.</remarks>
/// <param name="Sql">The statement.</param>
/// <param name="Overwrites">What it deletes must not be readable in the file afterwards.</param>
internal sealed record RowStatement(string Sql, bool Overwrites = false);

/// <summary>A statement with its values.</summary>
internal readonly record struct RowChange(RowStatement Statement, Cell[] Cells);
