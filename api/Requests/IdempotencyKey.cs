namespace Countersign.Api.Requests;

/// <summary>The header with which a client may name a command, so that a repeat is not carried out twice.</summary>
internal static class IdempotencyKey
{
    public const string Header = "Idempotency-Key";
}
