using System.Globalization;
using System.Text;
using Countersign.Domain.Tenants;
using Countersign.Grains.Audit;

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

    /// <summary>Newest first, or the other way round, after the row that a page ended with.</summary>
    /// <param name="page">Which part, and in which order.</param>
    /// <param name="time">The column that orders the list.</param>
    /// <param name="keys">Columns of text that order rows of one time.</param>
    /// <param name="number">A last column, of whole numbers; null where there is none.</param>
    /// <exception cref="FormatException">The cursor is not one of this list's.</exception>
    public ListQuery Newest(PageRequest page, string time, string[] keys, string? number = null)
    {
        string[] columns = [time, .. keys, .. number is null ? Array.Empty<string>() : [number]];
        Cell[]? after = null;
        if (page.After is { } cursor)
        {
            var (at, parts) = Cursor.Timed(cursor, columns.Length - 1, newestFirst: true);
            after = [at, .. parts.Take(keys.Length).Select(p => (Cell)p), .. parts.Skip(keys.Length).Select(p => (Cell)Cursor.ToNumber(p))];
        }

        return Sort(columns, after, descending: !page.Reversed);
    }

    /// <summary>In the order of texts, or the other way round, after the row that a page ended with.</summary>
    /// <exception cref="FormatException">The cursor is not one of this list's.</exception>
    public ListQuery Ordered(PageRequest page, params string[] keys) =>
        Sort(keys, page.After is { } cursor ? [.. Cursor.Texts(cursor, keys.Length).Select(p => (Cell)p)] : null, descending: page.Reversed);

    /// <summary>The text and its values, for at most so many rows.</summary>
    public (string Sql, Cell[] Cells) Take(int countMax)
    {
        sql.Append(" LIMIT ").Append(Parameter(countMax));
        return (sql.ToString(), [.. cells]);
    }

    private ListQuery Sort(string[] columns, Cell[]? after, bool descending)
    {
        if (after is not null)
        {
            sql.Append(" AND (").AppendJoin(", ", columns).Append(descending ? ") < (" : ") > (").AppendJoin(", ", after.Select(Parameter)).Append(')');
        }

        sql.Append(" ORDER BY ").AppendJoin(", ", columns.Select(c => descending ? c + " DESC" : c));
        return this;
    }

    private void And(string column, string comparison, Cell value) =>
        sql.Append(" AND ").Append(column).Append(comparison).Append(Parameter(value));

    private string Parameter(Cell value)
    {
        cells.Add(value);
        return string.Create(CultureInfo.InvariantCulture, $"${cells.Count}");
    }
}
