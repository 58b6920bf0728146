using Countersign.Api.Contracts.Tenants;
using static Countersign.Api.OpenApi.Examples.Story;

namespace Countersign.Api.OpenApi.Examples;

/// <summary>Signing in, and one's own security. Tokens, passwords and codes are made up.</summary>
internal static class SessionExamples
{
    private const string Password = "a long walk by the quay";

    private static readonly PasskeySummary Passkey = new("vq3oG7x1", "Work laptop", Morning.AddDays(-30), Morning.AddDays(-1), true);

    public static IEnumerable<object> All =>
    [
        new SignInRequest { Login = "pat@demo.example", Password = Password, Code = "492871" },
        new RefreshRequest { RefreshToken = "t-demo.u-4f9a1c.5d2f8c1e9a4b7063f1c8d2e5b6a79340.Zb3kQ0vWm2YtR8sXc5LpN7aD1fGhJ4kE6uTqBzViOxM" },
        new SessionTokens("eyJhbGciOiJFUzI1NiJ9.eyJzdWIiOiJ1LTRmOWExYyJ9.c2lnbmF0dXJl", "Bearer", 900, "t-demo.u-4f9a1c.5d2f8c1e9a4b7063f1c8d2e5b6a79340.Zb3kQ0vWm2YtR8sXc5LpN7aD1fGhJ4kE6uTqBzViOxM", Morning.AddDays(14)),
        new AcceptInvitationRequest { Token = "csinv_t-demo.1.Zb3kQ0vWm2YtR8sXc5LpN7aD1fGhJ4kE6uTqBzViOxM", DisplayName = "Robin Example", Password = Password },
        new ResetPasswordRequest { Token = "cspwr_t-demo.u-4f9a1c.Zb3kQ0vWm2YtR8sXc5LpN7aD1fGhJ4kE6uTqBzViOxM", Password = "another walk along the river" },
        new Me(PersonId, TenantId, "pat@demo.example", "Pat Example", ["portfolioManager"], ["read", "trade", "placeOrders", "stop"]),
        new SignInSecurity(true, 8, Morning.AddMinutes(15), [Passkey]),
        new SignInSession("3", true, "Firefox on Linux", "192.0.2.17", Morning.AddHours(-2), Morning, Morning.AddDays(14)),
        new ConfirmRequest { Password = Password, Code = "492871" },
        new ChangePasswordRequest { CurrentPassword = Password, NewPassword = "another walk along the river" },
        new CodesSetUp(
            "JBSWY3DPEHPK3PXP", "otpauth://totp/Countersign:pat@demo.example?secret=JBSWY3DPEHPK3PXP&issuer=Countersign",
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 41 41\"/>"),
        new CodeRequest { Code = "492871" },
        new RecoveryCodes(["k7rw-9xq2-m4tb-c3nd", "h2pz-5vjs-w8ge-q6yf"]),
        new PasskeyCeremony(Json("""{"challenge":"q2V5c3RpbmcgaGVyZQ","rpId":"desk.example","timeout":300000,"userVerification":"required"}"""), "CfDJ8Kx1"),
        new PasskeySignInRequest { State = "CfDJ8Kx1", Credential = Json("""{"id":"vq3oG7x1","rawId":"vq3oG7x1","type":"public-key","response":{}}""") },
        new RegisterPasskeyRequest
        {
            Name = "Work laptop", State = "CfDJ8Kx1", Credential = Json("""{"id":"vq3oG7x1","rawId":"vq3oG7x1","type":"public-key","response":{}}"""),
        },
    ];
}
