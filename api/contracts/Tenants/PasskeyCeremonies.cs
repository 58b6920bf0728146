using System.ComponentModel.DataAnnotations;
using System.Text.Json;

namespace Countersign.Api.Contracts.Tenants;

/// <summary>What a browser needs to use or make a passkey.</summary>
/// <param name="Options">For <c>navigator.credentials</c>, as WebAuthn's JSON has it.</param>
/// <param name="State">To be brought back with the browser's answer, once, within minutes.</param>
public sealed record PasskeyCeremony(JsonElement Options, string State);

/// <summary>Registers a passkey.</summary>
public sealed record RegisterPasskeyRequest
{
    /// <summary>What its owner calls it, 1 to 100 characters.</summary>
    [Required]
    public string? Name { get; init; }

    /// <summary>What came with the options.</summary>
    [Required]
    public string? State { get; init; }

    /// <summary>The browser's answer, as WebAuthn's JSON has it.</summary>
    [Required]
    public JsonElement? Credential { get; init; }
}

/// <summary>Signs in with a passkey.</summary>
public sealed record PasskeySignInRequest
{
    /// <summary>What came with the options.</summary>
    [Required]
    public string? State { get; init; }

    /// <summary>The browser's answer, as WebAuthn's JSON has it.</summary>
    [Required]
    public JsonElement? Credential { get; init; }
}
