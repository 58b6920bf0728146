namespace Countersign.Api.Contracts;

/// <summary>
/// How the web desk tells the API for whose network address it asks, so that limits, sessions and the record name the browser and not the web desk. The
/// address is sealed with the keys that the two share; a header that is not sealed by them says nothing.
/// </summary>
public static class CallerAddress
{
    /// <summary>The header that has it.</summary>
    public const string Header = "X-Countersign-Address";

    /// <summary>What the seal is for, so that nothing else that the keys have sealed passes for it.</summary>
    public const string Purpose = "countersign.caller-address.v1";
}
