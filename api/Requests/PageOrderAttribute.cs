namespace Countersign.Api.Requests;

/// <summary>The order of a list that comes in parts: by the field that its cursors go by, which <c>sort</c> may turn round.</summary>
/// <param name="usual">As <c>sort</c> would ask for the list's own order, such as <c>-createdAt</c>.</param>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class PageOrderAttribute(string usual) : Attribute
{
    private readonly ListSort own = usual.StartsWith('-') ? new ListSort(usual[1..], true) : new ListSort(usual, false);

    /// <summary>As <c>sort</c> would ask for it.</summary>
    public string Usual => usual;

    public string Field => own.Field;

    /// <summary>Whether what is asked for is the other way round.</summary>
    public bool Turns(string? sort) => sort is not null && sort.StartsWith('-') != own.Descending;
}
