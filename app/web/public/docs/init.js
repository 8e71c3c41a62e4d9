/* Starts Swagger UI on the server's own description. A file of its own, as the page's content security
   policy allows no inline script. `validatorUrl: null`: the description is sent to no validating service. */
window.SwaggerUIBundle({
  url: "/openapi.json",
  dom_id: "#swagger-ui",
  deepLinking: true,
  validatorUrl: null,
});
