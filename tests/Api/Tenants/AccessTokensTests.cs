using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Countersign.Api;
using Countersign.Api.Tenants;
using Countersign.Domain.Tenants;
using Microsoft.Extensions.Options;
using Xunit;

namespace Countersign.Tests.Api.Tenants;

public sealed class AccessTokensTests : IDisposable
{
    private static readonly DateTimeOffset Start = new(2026, 1, 5, 9, 0, 0, TimeSpan.Zero);
    private static readonly TenantId Tenant = TenantId.Parse("t-demo");
    private static readonly UserId User = UserId.Parse("u-pm");

    private readonly EcdsaTokenKey key = EcdsaTokenKey.Create();
    private readonly ManualTime time = new(Start);
    private readonly AccessTokens tokens;

    public AccessTokensTests() => tokens = With(key);

    public void Dispose() => key.Dispose();

    [Fact]
    public void Issue_VerifiedAtOnce_SaysWhoAndUntilWhen()
    {
        var result = tokens.Verify(Good());

        var valid = Assert.IsType<AccessTokenResult.Valid>(result);
        Assert.Equal(Tenant, valid.Token.Tenant);
        Assert.Equal(User, valid.Token.User);
        Assert.Equal("s1", valid.Token.Session);
        Assert.Equal(Roles.PortfolioManager | Roles.Analyst, valid.Token.Roles);
        Assert.Equal(Start.AddMinutes(15), valid.Token.ExpiresAt);
    }

    [Fact]
    public void Issue_RolesThatOnlyTheDeskHas_AreLeftOut()
    {
        var text = tokens.Issue(Tenant, User, "s1", Roles.Analyst | Roles.Desk | Roles.SignIn);

        Assert.Equal(Roles.Analyst, Assert.IsType<AccessTokenResult.Valid>(tokens.Verify(text)).Token.Roles);
    }

    [Fact]
    public void Issue_Header_IsExactlyEs256AndOurKey()
    {
        var header = JsonNode.Parse(Base64Url.DecodeFromChars(Good().Split('.')[0]))!.AsObject();

        Assert.Equal(["alg", "kid", "typ"], header.Select(p => p.Key));
        Assert.Equal("ES256", (string?)header["alg"]);
        Assert.Equal(key.KeyId, (string?)header["kid"]);
    }

    [Theory]
    [InlineData(899, false)]
    [InlineData(900, true)]
    [InlineData(90_000, true)]
    public void Verify_AfterSeconds_IsExpiredFromTheFifteenthMinute(int seconds, bool expired)
    {
        var text = Good();
        time.Now = Start.AddSeconds(seconds);

        Assert.Equal(expired, tokens.Verify(text) is AccessTokenResult.Expired);
        Assert.Equal(!expired, tokens.Verify(text) is AccessTokenResult.Valid);
    }

    [Theory]
    [InlineData(-30, true)]
    [InlineData(-31, false)]
    public void Verify_BeforeItBegins_IsValidOnlyWithinTheSkew(int seconds, bool valid)
    {
        var text = Good();
        time.Now = Start.AddSeconds(seconds);

        Assert.Equal(valid, tokens.Verify(text) is AccessTokenResult.Valid);
    }

    [Fact]
    public void Verify_AlgorithmNone_IsInvalid()
    {
        var payload = Good().Split('.')[1];
        foreach (var alg in new[] { "none", "None", "NONE", "" })
        {
            var header = Encode($$"""{"alg":"{{alg}}","kid":"{{key.KeyId}}","typ":"at+jwt"}""");
            AssertInvalid($"{header}.{payload}.");
            AssertInvalid($"{header}.{payload}");
            AssertInvalid($"{header}.{payload}.{Good().Split('.')[2]}");
        }
    }

    [Fact]
    public void Verify_HmacWithThePublicKeyAsSecret_IsInvalid()
    {
        using var ecdsa = ECDsa.Create(key.PublicKey);
        var publicKey = ecdsa.ExportSubjectPublicKeyInfo();
        var signed = Encode($$"""{"alg":"HS256","kid":"{{key.KeyId}}","typ":"at+jwt"}""") + "." + Good().Split('.')[1];

        AssertInvalid(signed + "." + Base64Url.EncodeToString(HMACSHA256.HashData(publicKey, Encoding.ASCII.GetBytes(signed))));
        AssertInvalid(signed + "." + Base64Url.EncodeToString(
            HMACSHA256.HashData(Encoding.ASCII.GetBytes(ecdsa.ExportSubjectPublicKeyInfoPem()), Encoding.ASCII.GetBytes(signed))));
    }

    [Fact]
    public void Verify_HeaderSaysHmacButSignedWithOurKey_IsInvalid() =>
        AssertInvalid(Sign($$"""{"alg":"HS256","kid":"{{key.KeyId}}","typ":"at+jwt"}""", PayloadOf(Good())));

    [Fact]
    public void Verify_OtherKeyId_IsInvalid() =>
        AssertInvalid(Sign("""{"alg":"ES256","kid":"other","typ":"at+jwt"}""", PayloadOf(Good())));

    [Fact]
    public void Verify_OtherKeyUnderOurKeyId_IsInvalid()
    {
        using var other = EcdsaTokenKey.Create();
        var signed = Good()[..Good().LastIndexOf('.')];

        AssertInvalid(signed + "." + Base64Url.EncodeToString(other.Sign(Encoding.ASCII.GetBytes(signed))));
    }

    [Theory]
    [InlineData("""{"alg":"ES256","kid":"KID","typ":"at+jwt","jku":"https://example.com"}""")]
    [InlineData("""{"typ":"at+jwt","alg":"ES256","kid":"KID"}""")]
    [InlineData("""{"alg":"ES256","typ":"at+jwt"}""")]
    [InlineData("""{"alg":"ES256","kid":"KID","typ":"JWT"}""")]
    public void Verify_AnyOtherHeaderSignedWithOurKey_IsInvalid(string header) =>
        AssertInvalid(Sign(header.Replace("KID", key.KeyId), PayloadOf(Good())));

    [Theory]
    [InlineData("iss", "\"other\"")]
    [InlineData("aud", "\"other\"")]
    [InlineData("aud", "[\"countersign-api\"]")]
    [InlineData("exp", "99999999999")]
    [InlineData("exp", "\"1\"")]
    [InlineData("exp", "null")]
    [InlineData("exp", "-9223372036854775808")]
    [InlineData("nbf", "99999999999")]
    [InlineData("sub", "\"t-demo\"")]
    [InlineData("tid", "\"demo\"")]
    [InlineData("roles", "[\"desk\"]")]
    [InlineData("roles", "[\"signIn\"]")]
    [InlineData("roles", "\"analyst\"")]
    [InlineData("admin", "true")]
    public void Verify_WrongClaimSignedWithOurKey_IsInvalid(string claim, string json)
    {
        var payload = JsonNode.Parse(PayloadOf(Good()))!.AsObject();
        payload[claim] = JsonNode.Parse(json);

        AssertInvalid(Sign(HeaderOf(Good()), payload.ToJsonString()));
    }

    [Fact]
    public void Verify_MissingClaimSignedWithOurKey_IsInvalid()
    {
        foreach (var claim in JsonNode.Parse(PayloadOf(Good()))!.AsObject().Select(p => p.Key))
        {
            var payload = JsonNode.Parse(PayloadOf(Good()))!.AsObject();
            payload.Remove(claim);
            AssertInvalid(Sign(HeaderOf(Good()), payload.ToJsonString()));
        }
    }

    [Fact]
    public void Verify_AnyOneCharacterAltered_IsInvalid()
    {
        var text = Good();
        for (var i = 0; i < text.Length; i++)
        {
            // The last character of the signature carries 4 of its 6 bits only; a change of the other two is not canonical, and refused too.
            var altered = text[..i] + (text[i] == 'A' ? 'B' : 'A') + text[(i + 1)..];
            AssertInvalid(altered);
        }
    }

    [Fact]
    public void Verify_RolesRaisedInThePayload_IsInvalid()
    {
        var parts = Good().Split('.');
        var raised = PayloadOf(Good()).Replace("analyst", "tenantAdmin");

        AssertInvalid($"{parts[0]}.{Encode(raised)}.{parts[2]}");
    }

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("..")]
    [InlineData("a.b.c")]
    [InlineData("a.b.c.d.e")]
    [InlineData("ü.ü.ü")]
    public void Verify_Garbage_IsInvalid(string text) => AssertInvalid(text);

    [Theory]
    [InlineData(" ")]
    [InlineData("=")]
    [InlineData("==")]
    [InlineData(".")]
    [InlineData("\n")]
    [InlineData("A")]
    [InlineData("é")]
    public void Verify_AnythingAfterTheSignature_IsInvalid(string tail) => AssertInvalid(Good() + tail);

    [Fact]
    public void Verify_OverLong_IsInvalidThoughTheSignatureHolds()
    {
        var payload = JsonNode.Parse(PayloadOf(Good()))!.AsObject();
        payload["sid"] = new string('x', AccessTokens.LengthMax);

        AssertInvalid(Sign(HeaderOf(Good()), payload.ToJsonString()));
    }

    [Fact]
    public void Verify_TokenOfALongerLifetimeThanOurs_IsInvalid()
    {
        var longLived = With(key, o => o.Tokens.AccessMinutes = 60).Issue(Tenant, User, "s1", Roles.Analyst);

        AssertInvalid(longLived);
    }

    [Fact]
    public void Verify_SameKeyReadBackFromPkcs8_AcceptsTheToken()
    {
        using var copy = EcdsaTokenKey.FromPkcs8(key.ToPkcs8());

        Assert.Equal(key.KeyId, copy.KeyId);
        Assert.IsType<AccessTokenResult.Valid>(With(copy).Verify(Good()));
    }

    [Fact]
    public void FromPkcs8_OtherCurve_Throws()
    {
        using var ecdsa = ECDsa.Create(ECCurve.NamedCurves.nistP384);

        Assert.Throws<CryptographicException>(() => EcdsaTokenKey.FromPkcs8(ecdsa.ExportPkcs8PrivateKey()));
    }

    private string Good() => tokens.Issue(Tenant, User, "s1", Roles.PortfolioManager | Roles.Analyst);

    private void AssertInvalid(string text) => Assert.IsType<AccessTokenResult.Invalid>(tokens.Verify(text));

    private AccessTokens With(IAccessTokenKey k, Action<ApiOptions>? change = null)
    {
        var options = new ApiOptions();
        change?.Invoke(options);
        return new AccessTokens(k, Options.Create(options), time);
    }

    private string Sign(string header, string payload)
    {
        var signed = Encode(header) + "." + Encode(payload);
        return signed + "." + Base64Url.EncodeToString(key.Sign(Encoding.ASCII.GetBytes(signed)));
    }

    private static string Encode(string text) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(text));

    private static string HeaderOf(string token) => Encoding.UTF8.GetString(Base64Url.DecodeFromChars(token.Split('.')[0]));

    private static string PayloadOf(string token) => Encoding.UTF8.GetString(Base64Url.DecodeFromChars(token.Split('.')[1]));
}
