using System.Globalization;
using System.Text;
using Countersign.Domain.Tenants;

namespace Countersign.Silo.Audit.ReadModels;

/// <summary>
/// A list's query, put together from the filters that are given. A condition that is not asked for is not in the text, so that the database can
/// choose the index of those that are.
/// </summary>
internal sealed class ListQuery
{
    private readonly StringBuilder sql = new();
    private readonly List<Cell> cells = [];

    /// <param name="select">Columns and table: <c>id, name FROM accounts</c>.</param>
    /// <param name="tenant">Whose rows.</param>
    public ListQuery(string select, TenantId tenant)
    {
        sql.Append("SELECT ").Append(select).Append(" WHERE tenant = ").Append(Parameter(tenant.Value));
    }

    /// <summary>Only rows with this value; null asks for nothing.</summary>
    public ListQuery Is(string column, string? value)
    {
        if (value is not null)
        {
            And(column, " = ", value);
        }

        return this;
    }

    public ListQuery From(string column, DateTimeOffset? time)
    {
        if (time is { } from)
        {
            And(column, " >= ", from);
        }

        return this;
    }

    public ListQuery Before(string column, DateTimeOffset? time)
    {
        if (time is { } to)
        {
            And(column, " < ", to);
        }

        return this;
    }

    /// <summary>A condition without a value, such as <c>is_open = 1</c>.</summary>
    public ListQuery That(string condition, bool asked = true)
    {
        if (asked)
        {
            sql.Append(" AND ").Append(condition);
        }

        return this;
    }

    /// <summary>Newest first, after the row that a page ended with.</summary>
    /// <param name="cursor">Null for the first page.</param>
    /// <param name="time">The column that orders the list.</param>
    /// <param name="keys">Columns of text that order rows of one time.</param>
    /// <param name="number">A last column, of whole numbers; null where there is none.</param>
    /// <exception cref="FormatException">The cursor is not one of this list's.</exception>
    public ListQuery Newest(string? cursor, string time, string[] keys, string? number = null)
    {
        string[] columns = [time, .. keys, .. number is null ? Array.Empty<string>() : [number]];
        if (cursor is not null)
        {
            var (at, parts) = Cursor.Newest(cursor, columns.Length - 1);
            Cell[] after = [at, .. parts.Take(keys.Length).Select(p => (Cell)p), .. parts.Skip(keys.Length).Select(p => (Cell)Cursor.ToNumber(p))];
            sql.Append(" AND (").AppendJoin(", ", columns).Append(") < (").AppendJoin(", ", after.Select(Parameter)).Append(')');
        }

        sql.Append(" ORDER BY ").AppendJoin(", ", columns.Select(c => c + " DESC"));
        return this;
    }

    /// <summary>In the order of texts, after the row that a page ended with.</summary>
    /// <exception cref="FormatException">The cursor is not one of this list's.</exception>
    public ListQuery Ordered(string? cursor, params string[] keys)
    {
        if (cursor is not null)
        {
            var parts = Cursor.Texts(cursor, keys.Length);
            sql.Append(" AND (").AppendJoin(", ", keys).Append(") > (").AppendJoin(", ", parts.Select(p => Parameter(p))).Append(')');
        }

        sql.Append(" ORDER BY ").AppendJoin(", ", keys);
        return this;
    }

    /// <summary>The text and its values, for at most so many rows.</summary>
    public (string Sql, Cell[] Cells) Take(int countMax)
    {
        sql.Append(" LIMIT ").Append(Parameter(countMax));
        return (sql.ToString(), [.. cells]);
    }

    private void And(string column, string comparison, Cell value) =>
        sql.Append(" AND ").Append(column).Append(comparison).Append(Parameter(value));

    private string Parameter(Cell value)
    {
        cells.Add(value);
        return string.Create(CultureInfo.InvariantCulture, $"${cells.Count}");
    }
}
