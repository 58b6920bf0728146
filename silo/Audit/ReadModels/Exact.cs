using System.Data.Common;
using System.Globalization;

namespace Countersign.Silo.Audit.ReadModels;

/// <summary>
/// A decimal that SQL can add without rounding: whole units in one integer column, the rest in units of 10⁻¹² in another. Books are kept to 12
/// decimals, so nothing is lost. Neither database has a decimal that both could share.
/// </summary>
internal static class Exact
{
    private const int Decimals = 12;

    private const string Scale = "1000000000000";

    private const decimal ScaleFactor = 1_000_000_000_000m;

    public static Cell Units(decimal value) => (long)decimal.Truncate(Round(value));

    public static Cell Fraction(decimal value)
    {
        var rounded = Round(value);
        return (long)((rounded - decimal.Truncate(rounded)) * ScaleFactor);
    }

    /// <summary>Reads the two columns that begin at <paramref name="column"/>.</summary>
    public static decimal Read(DbDataReader reader, int column) => reader.GetInt64(column) + (reader.GetInt64(column + 1) / ScaleFactor);

    /// <summary>The assignments that add a value given as parameters <paramref name="units"/> and the one after it.</summary>
    public static string Add(string table, string column, int units) => string.Create(
        CultureInfo.InvariantCulture,
        $"""
        {column}_units = {table}.{column}_units + ${units} + ({table}.{column}_fraction + ${units + 1}) / {Scale},
        {column}_fraction = ({table}.{column}_fraction + ${units + 1}) % {Scale}
        """);

    /// <summary>The assignments that set a value given as parameters <paramref name="units"/> and the one after it; null keeps.</summary>
    public static string Keep(string table, string column, int units) => string.Create(
        CultureInfo.InvariantCulture,
        $"""
        {column}_units = coalesce(${units}, {table}.{column}_units), {column}_fraction = coalesce(${units + 1}, {table}.{column}_fraction)
        """);

    /// <summary>A condition: adding the value brings the column to another one's.</summary>
    public static string AddsTo(string table, string column, string other, int units)
    {
        var rest = string.Create(CultureInfo.InvariantCulture, $"({table}.{column}_fraction + ${units + 1} - {table}.{other}_fraction)");
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{table}.{column}_units + ${units} - {table}.{other}_units + {rest} / {Scale} = 0 AND {rest} % {Scale} = 0");
    }

    private static decimal Round(decimal value) => Math.Round(value, Decimals, MidpointRounding.ToEven);
}
