namespace Countersign.Web.Layout;

/// <summary>How ids are shown.</summary>
internal static class Ids
{
    /// <summary>Without the letter that says what it names: <c>trend</c> of <c>s-trend</c>.</summary>
    public static string Name(string id) => id.Length > 2 && id[1] == '-' ? id[2..] : id;

    /// <summary>Who acted: the name in <c>user:u-…</c>, <c>strategy:s-…</c> or <c>system:…</c>.</summary>
    public static string Actor(string actor) => Name(actor[(actor.IndexOf(':') + 1)..]);
}
