using System.Buffers.Text;
using System.Text.Json;
using Countersign.Api.Contracts.Tenants;
using Countersign.Api.Problems;
using Countersign.Api.Requests;
using Countersign.Domain.Tenants;
using Countersign.Grains.Audit;
using Countersign.Grains.Tenants;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Routing;

namespace Countersign.Api.Tenants;

/// <summary>Passkeys (WebAuthn): made by who is signed in, and a way to sign in without login, password and code.</summary>
internal static class PasskeyEndpoints
{
    private const int NameLengthMax = 100;

    public static void MapPasskeys(this IEndpointRouteBuilder api)
    {
        var open = api.MapGroup("/login/passkey").WithTags("Sessions").AllowAnonymous().Limit(LimitedBy.Address).NeverShed();
        open.MapPost("/options", AskAsync).WithSummary("Begin to sign in with a passkey").WithName("StartPasskeySignIn");
        open.MapPost("", SignInAsync).WithSummary("Sign in with a passkey").WithName("SignInWithPasskey").Tells(ApiProblems.SignInRefused());
        var own = api.MapFor(Access.Person, "Security").OpenWithoutSecondFactor().RequireStrong();
        own.MapPost("/me/passkeys/options", OfferAsync).WithSummary("Begin to register a passkey").WithName("StartPasskeyRegistration");
        own.MapPost("/me/passkeys", RegisterAsync).WithSummary("Register a passkey").WithName("RegisterPasskey");
        own.MapDelete("/me/passkeys/{passkeyId}", RemoveAsync).WithSummary("Remove a passkey").WithName("RemovePasskey");
    }

    private static async Task<Ok<PasskeyCeremony>> AskAsync(HttpContext context, IPasskeyHandler<PasskeyUser> handler, PasskeyCeremonies ceremonies)
    {
        var options = await handler.MakeRequestOptionsAsync(null, context);
        return TypedResults.Ok(new PasskeyCeremony(
            Read(options.RequestOptionsJson), ceremonies.Keep(PasskeyCeremonies.SignIn, options.AssertionState, string.Empty)));
    }

    private static async Task<Results<Ok<SessionTokens>, ProblemResult>> SignInAsync(
        PasskeySignInRequest request, HttpContext context, IPasskeyHandler<PasskeyUser> handler, PasskeyCeremonies ceremonies, SignInDesk desk,
        AccessTokens tokens, SteadyRefusal refusal, CancellationToken cancellationToken)
    {
        var input = new Input();
        var kept = input.RequiredText("state", request.State, PasskeyCeremonies.StateLengthMax);
        var credential = ReadCredential(input, request.Credential);
        return input.Problem is { } problem
            ? problem
            : await refusal.AnswerAsync(
                async () => SessionEndpoints.ToAnswer(await ProveAsync(), tokens, ApiProblems.SignInRefused()), cancellationToken);

        async Task<SignInResult> ProveAsync()
        {
            if (ceremonies.TakeBack(PasskeyCeremonies.SignIn, kept, string.Empty) is not { } state)
            {
                return new SignInResult.Refused();
            }

            var proof = await handler.PerformAssertionAsync(
                new PasskeyAssertionContext { HttpContext = context, CredentialJson = credential, AssertionState = state });
            return proof is { Succeeded: true, User: { } user, Passkey: { } passkey }
                ? await desk.SignInWithPasskeyAsync(user, passkey, SessionEndpoints.OriginOf(context), cancellationToken)
                : new SignInResult.Refused();
        }
    }

    private static async Task<Results<Ok<PasskeyCeremony>, ProblemResult>> OfferAsync(
        HttpContext context, Desk desk, IPasskeyHandler<PasskeyUser> handler, PasskeyCeremonies ceremonies, CancellationToken cancellationToken)
    {
        var token = context.Token();
        if (await desk.User(token).GetSecurityAsync(cancellationToken) is not Reply<UserSecurity>.Done { Value: var user })
        {
            return ApiProblems.NotFound();
        }

        var handle = new PasskeyUser(token.Tenant, token.User, user.Passkeys).Handle;
        var options = await handler.MakeCreationOptionsAsync(
            new PasskeyUserEntity { Id = handle, Name = user.Login, DisplayName = user.DisplayName }, context);
        return TypedResults.Ok(new PasskeyCeremony(
            Read(options.CreationOptionsJson), ceremonies.Keep(PasskeyCeremonies.Registration, options.AttestationState, handle)));
    }

    private static async Task<Results<NoContent, ProblemResult>> RegisterAsync(
        RegisterPasskeyRequest request, HttpContext context, Desk desk, IPasskeyHandler<PasskeyUser> handler, PasskeyCeremonies ceremonies,
        SessionGate gate, TimeProvider time, CancellationToken cancellationToken)
    {
        var input = new Input();
        var token = context.Token();
        var name = input.RequiredText("name", request.Name, NameLengthMax);
        var kept = input.RequiredText("state", request.State, PasskeyCeremonies.StateLengthMax);
        var credential = ReadCredential(input, request.Credential);
        if (input.Problem is { } problem)
        {
            return problem;
        }

        var handle = new PasskeyUser(token.Tenant, token.User, []).Handle;
        if (ceremonies.TakeBack(PasskeyCeremonies.Registration, kept, handle) is not { } state)
        {
            return ApiProblems.InputInvalid("state", "It is none of yours, too old, or was brought before: ask for new options.");
        }

        var made = await handler.PerformAttestationAsync(
            new PasskeyAttestationContext { HttpContext = context, CredentialJson = credential, AttestationState = state });
        return made is { Succeeded: true, Passkey: { } passkey }
            ? await OwnSecurityEndpoints.ChangeAsync(
                context, desk, gate, (command, by) => new AddPasskey(command, by, Of(passkey, name, time.GetUtcNow())), cancellationToken)
            : ApiProblems.InputInvalid("credential", "It does not answer the options: make the passkey anew.");
    }

    private static Task<Results<NoContent, ProblemResult>> RemoveAsync(
        string passkeyId, HttpContext context, Desk desk, SessionGate gate, CancellationToken cancellationToken) =>
        OwnSecurityEndpoints.ChangeAsync(context, desk, gate, (command, by) => new RemovePasskey(command, by, passkeyId), cancellationToken);

    private static Passkey Of(UserPasskeyInfo passkey, string name, DateTimeOffset now) => new(
        Base64Url.EncodeToString(passkey.CredentialId), Base64Url.EncodeToString(passkey.PublicKey), name, now, passkey.SignCount,
        passkey.IsUserVerified, passkey.IsBackupEligible, passkey.IsBackedUp, [.. passkey.Transports ?? []], null);

    private static string ReadCredential(Input input, JsonElement? credential)
    {
        if (credential is { ValueKind: JsonValueKind.Object } given)
        {
            return given.GetRawText();
        }

        input.Error("credential", "It is missing: an object as WebAuthn's JSON has it is right.");
        return string.Empty;
    }

    private static JsonElement Read(string json)
    {
        using var document = JsonDocument.Parse(json);
        return document.RootElement.Clone();
    }
}
