using System.Buffers.Text;
using System.Text;

namespace Countersign.Api.Requests;

/// <summary>Wraps the read models' cursor, so that clients do not come to depend on what is in it.</summary>
internal static class Cursor
{
    public static string? Write(string? next) => next is null ? null : Base64Url.EncodeToString(Encoding.UTF8.GetBytes(next));

    public static string? Read(Input input, string? cursor)
    {
        if (cursor is null)
        {
            return null;
        }

        if (Base64Url.IsValid(cursor))
        {
            return Encoding.UTF8.GetString(Base64Url.DecodeFromChars(cursor));
        }

        input.Error("cursor", "It is not a cursor: the 'next' of the part before is.");
        return null;
    }
}
