(function () {
  'use strict';
  var app = document.getElementById('app');
  function el(tag, cls, text) { var n = document.createElement(tag); if (cls) { n.className = cls; } if (text !== undefined && text !== null) { n.textContent = text; } return n; }
  function link(href, text) { var a = el('a', '', text); a.href = href; return a; }
  function frame() {
    app.textContent = '';
    var header = el('header'); var home = link('#/', ''); home.appendChild(el('b', '', '屿选')); header.appendChild(home); header.appendChild(link('#/list/1', '全部好物')); app.appendChild(header);
    var main = el('main'); app.appendChild(main);
    var footer = el('footer'); footer.appendChild(link('#/about', '营业执照')); footer.appendChild(el('div', '', '示ICP备00000003号')); app.appendChild(footer);
    return main;
  }
  function cards(items) {
    var box = el('div', 'cards');
    items.forEach(function (item) {
      var card = link('#/goods/' + item.id, ''); card.className = 'card';
      var img = el('img'); img.src = item.pic; img.width = 200; img.height = 200; img.alt = ''; card.appendChild(img);
      card.appendChild(el('p', '', item.title)); card.appendChild(el('i', '', '¥' + item.price)); box.appendChild(card);
    });
    return box;
  }
  function rows(pairs) {
    var box = el('div', 'rows');
    pairs.forEach(function (pair) { var row = el('div', 'row'); row.appendChild(el('span', 'k', pair[0])); row.appendChild(el('span', 'v', pair[1])); box.appendChild(row); });
    return box;
  }
  function price(goods) {
    var box = el('div', 'price');
    function now(label, text) { box.appendChild(el('span', 'lab', label + ' ')); box.appendChild(el('span', 'now', text)); }
    if (goods.priceStyle === 'range') { now('价格', '¥' + goods.price + '-¥' + goods.topPrice); }
    else if (goods.priceStyle === 'deposit') { now('预售 定金', '¥' + goods.deposit); box.appendChild(el('span', 'lab', ' 尾款 ¥' + goods.balance)); }
    else if (goods.priceStyle === 'coupon_only') { box.appendChild(el('span', 'old', '原价 ¥' + goods.listPrice)); now(' 券后价', '¥' + goods.price); }
    else if (goods.priceStyle === 'group_buy') { now('拼单价', '¥' + goods.price); box.appendChild(el('span', 'lab', ' 单买价 ¥' + goods.listPrice)); }
    else { now('售价', '¥' + goods.price); if (goods.listPrice) { box.appendChild(el('span', 'old', '¥' + goods.listPrice)); } if (goods.couponPrice) { box.appendChild(el('span', 'chip', '券后价 ¥' + goods.couponPrice)); } }
    return box;
  }
  function showGoods(main, goods) {
    if (goods.state === 'home') { location.hash = '#/'; return; }
    if (goods.state === 'off_shelf') { document.title = goods.title; main.appendChild(el('div', 'empty', '该商品已下架')); return; }
    if (goods.state !== 'on') { main.appendChild(el('div', 'empty', '抱歉，页面不存在')); return; }
    document.title = goods.title + ' - 屿选数码生活';
    main.appendChild(el('div', 'crumb', '首页 / ' + goods.path.join(' / ')));
    var top = el('div', 'goods'); var img = el('img'); img.src = goods.pic; img.width = 380; img.height = 380; img.alt = goods.title; top.appendChild(img);
    var info = el('div'); info.appendChild(el('h1', '', goods.title)); info.appendChild(price(goods));
    info.appendChild(el('div', '', '月销 ' + goods.sold + '　库存 ' + goods.stock));
    if (goods.options.length) { var opts = el('div', 'sku'); opts.appendChild(el('span', '', '规格：')); goods.options.forEach(function (o) { opts.appendChild(el('span', 'chip', o)); }); info.appendChild(opts); }
    var buy = el('button', 'buy', goods.stock ? '立即购买' : '缺货'); buy.type = 'button'; if (!goods.stock) { buy.disabled = true; } info.appendChild(buy);
    var shop = el('div', 'shop', '店铺：'); shop.appendChild(link('#/', goods.shop)); info.appendChild(shop);
    top.appendChild(info); main.appendChild(top);
    var panel = el('div', 'panel'); var first = rows(goods.params); var more = rows(goods.moreParams); more.style.display = 'none';
    var one = el('span', 'switch on', '商品参数'); var two = el('span', 'switch', '更多参数');
    function flip(second) { first.style.display = second ? 'none' : ''; more.style.display = second ? '' : 'none'; one.classList.toggle('on', !second); two.classList.toggle('on', second); }
    one.onclick = function () { flip(false); }; two.onclick = function () { flip(true); };
    panel.appendChild(one); panel.appendChild(two); panel.appendChild(first); panel.appendChild(more); main.appendChild(panel);
    var detail = el('div', 'panel detail'); detail.appendChild(el('h3', '', '图文详情')); goods.texts.forEach(function (t) { detail.appendChild(el('p', '', t)); });
    goods.pictures.forEach(function (src) { var p = el('img'); p.src = src; p.width = 750; p.height = 1200; p.alt = ''; detail.appendChild(p); });
    main.appendChild(detail); main.appendChild(el('h3', '', '看了又看')); main.appendChild(cards(goods.related));
  }
  function get(url, then) { fetch(url).then(function (r) { return r.json(); }).then(then); }
  function route() {
    var path = location.hash.replace(/^#/, '').split('?')[0] || '/'; var main = frame(); var found;
    if ((found = path.match(/^\/goods\/(\d+)/))) { get('/api/goods/' + found[1], function (goods) { showGoods(main, goods); }); return; }
    if (path === '/about') {
      get('/api/shop', function (shop) { document.title = '营业执照 - ' + shop.name; var panel = el('div', 'panel'); panel.appendChild(el('h2', '', '营业执照信息')); panel.appendChild(rows(shop.licence)); panel.appendChild(rows([['联系电话', shop.phone]])); main.appendChild(panel); });
      return;
    }
    found = path.match(/^\/list\/(\d+)/);
    get('/api/list?page=' + (found ? found[1] : 1), function (list) {
      document.title = '屿选数码生活'; main.appendChild(cards(list.items)); var pager = el('div', 'pager');
      for (var n = 1; n <= list.last; n += 1) { pager.appendChild(link('#/list/' + n, ' ' + n + ' ')); }
      main.appendChild(pager);
    });
  }
  window.addEventListener('hashchange', route);
  route();
}());
