using Countersign.Domain.Audit;

namespace Countersign.Api.Requests;

/// <summary>Ids in addresses. One that is malformed names nothing, so it answers like any other that is not there.</summary>
internal static class PathId
{
    public static bool TryRead<T>(string text, out T id) where T : struct, ITextValue<T>
    {
        try
        {
            id = T.Parse(text);
            return true;
        }
        catch (FormatException)
        {
            id = default;
            return false;
        }
    }
}
